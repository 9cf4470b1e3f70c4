namespace DaprShared;

/// <summary>The environment that an app needs to find its shared daprd, in the form that every Dapr SDK understands.</summary>
/// <seealso href="https://docs.dapr.io/reference/environment/"/>
public static class AppEnvironment
{
    /// <summary>
    /// The URL of daprd's HTTP API: <c>http://host:port</c>, with an explicit port and without a trailing slash, which Python would double.
    /// </summary>
    public const string HttpEndpoint = "DAPR_HTTP_ENDPOINT";

    /// <summary>The URL of daprd's gRPC API: <c>http://host:port</c>; the .NET SDK takes no other scheme for plain text.</summary>
    public const string GrpcEndpoint = "DAPR_GRPC_ENDPOINT";

    /// <summary>The token that daprd asks for in the header <c>dapr-api-token</c>. Also daprd's own variable.</summary>
    public const string ApiToken = "DAPR_API_TOKEN";

    /// <summary>The token that daprd sends to the app in the header <c>dapr-api-token</c>. Also daprd's own variable.</summary>
    public const string AppToken = "APP_API_TOKEN";

    /// <summary>Returns the URLs of a shared daprd in Kubernetes, under its API Service's name.</summary>
    /// <param name="daprd">The shared daprd.</param>
    /// <param name="namespace">daprd's namespace for an app in another one, or <see langword="null"/> for an app beside it.</param>
    public static IReadOnlyDictionary<string, string> ForKubernetes(SharedDaprd daprd, string? @namespace = null)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        return ForHost(daprd,
            ObjectNames.ApiService(daprd.AppId) + (@namespace is null ? "" : $".{@namespace}.svc.{daprd.ControlPlane.ClusterDomain}"));
    }

    /// <summary>Returns the URLs of a shared daprd under another name.</summary>
    internal static IReadOnlyDictionary<string, string> ForHost(SharedDaprd daprd, string host) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [HttpEndpoint] = $"http://{host}:{DaprdPorts.Http.Of(daprd)}",
            [GrpcEndpoint] = $"http://{host}:{DaprdPorts.Grpc.Of(daprd)}",
        };
}

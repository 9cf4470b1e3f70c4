using System.Globalization;

namespace DaprShared;

/// <summary>A port that daprd listens on, under each of its names.</summary>
/// <param name="Name">The name of the endpoint in an AppHost.</param>
/// <param name="Flag">The flag of daprd, without dashes, a row of <see cref="DaprdOptionTable"/>.</param>
/// <param name="Number">The number that a shared daprd passes when the user sets none.</param>
/// <param name="IsHttp2">Whether it speaks HTTP/2.</param>
/// <param name="IsForApps">Whether apps call it, so that the API Service has it and a reference to the daprd leads to it.</param>
/// <param name="IsDaprdsDefault">
/// Whether daprd listens on the same number by itself. Its own default for the port between daprds is a free one, and it has no public port
/// (dapr v1.18.3 cmd/daprd/options/options.go).
/// </param>
internal sealed record DaprdPort(string Name, string Flag, int Number, bool IsHttp2, bool IsForApps, bool IsDaprdsDefault)
{
    /// <summary>
    /// Gets the name of the port on Services and containers, that of the operator on its own Services (dapr v1.18.3
    /// pkg/operator/handlers/dapr_handler.go).
    /// </summary>
    public string ServicePort => $"dapr-{Name}";

    /// <summary>Gets the number as text.</summary>
    public string Text => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the number that a daprd listens on.</summary>
    public int Of(SharedDaprd daprd) => DaprdOptionTable.PortOf(daprd, Flag);
}

/// <summary>The one table of daprd's ports: options, endpoints and Services take theirs from here.</summary>
internal static class DaprdPorts
{
    /// <summary>The HTTP API.</summary>
    public static DaprdPort Http { get; } = new("http", "dapr-http-port", 3500, IsHttp2: false, IsForApps: true, IsDaprdsDefault: true);

    /// <summary>The gRPC API.</summary>
    public static DaprdPort Grpc { get; } = new("grpc", "dapr-grpc-port", 50001, IsHttp2: true, IsForApps: true, IsDaprdsDefault: true);

    /// <summary>The port between daprds.</summary>
    public static DaprdPort Internal { get; } =
        new("internal", "dapr-internal-grpc-port", 50002, IsHttp2: true, IsForApps: false, IsDaprdsDefault: false);

    /// <summary>Health and metadata, without a token.</summary>
    public static DaprdPort Public { get; } =
        new("public", "dapr-public-port", 3501, IsHttp2: false, IsForApps: false, IsDaprdsDefault: false);

    /// <summary>The metrics, where daprd serves any.</summary>
    public static DaprdPort Metrics { get; } =
        new("metrics", "metrics-port", 9090, IsHttp2: false, IsForApps: false, IsDaprdsDefault: true);

    /// <summary>Gets all of them, in the order in which they are written.</summary>
    public static IReadOnlyList<DaprdPort> All { get; } = [Http, Grpc, Internal, Public, Metrics];
}

using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace DaprShared.Cluster;

/// <summary>The cluster gave no answer that could be used. The message says why.</summary>
internal sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Returns the diagnostic for the user.</summary>
    /// <param name="subject">The environment whose cluster it is.</param>
    public Diagnostic ToDiagnostic(string subject) => DiagnosticRules.ClusterUnreachable.For(subject, Message,
        "Check the kubeconfig (KUBECONFIG and its current context), and that 'kubectl version' gets an answer.");
}

/// <summary>An answer of a cluster: known or refused, and where it is known, there or missing.</summary>
internal readonly record struct Answer<T>(bool IsKnown, T? Value)
    where T : class
{
    public bool IsMissing => IsKnown && Value is null;

    public bool? Exists => IsKnown ? Value is not null : null;
}

/// <summary>Asks a cluster, and takes no answer for more than it is.</summary>
internal sealed class ClusterClient(IKubernetes kubernetes, string @namespace = "default", TimeSpan? limit = null) : IDisposable
{
    // A cluster that answers does so in less; a wrong address is to be told soon.
    private readonly TimeSpan _limit = limit ?? TimeSpan.FromSeconds(15);

    /// <summary>Gets the namespace of the kubeconfig's current context, which kubectl would use.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>Gets the address of the cluster.</summary>
    public Uri Address => kubernetes.BaseUri;

    /// <summary>Returns the client of a kubeconfig file, or of those that kubectl and Helm use.</summary>
    /// <param name="kubeConfigPath">The file, or <see langword="null"/> for <c>KUBECONFIG</c> or the one in the home folder.</param>
    /// <param name="forHelm">Whether it has to be the cluster that Helm goes to, which variables of its own can move.</param>
    /// <param name="cancellationToken">Ends the wait for a credential plug-in.</param>
    /// <param name="plugInLimit">How long a credential plug-in may take; two minutes, because somebody may have to log in.</param>
    public static async Task<ClusterClient> ConnectAsync(
        string? kubeConfigPath,
        bool forHelm,
        CancellationToken cancellationToken,
        TimeSpan? plugInLimit = null)
    {
        static bool IsSet(string name) => Variable(name) is { } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

        if (forHelm && HelmOverrides.FirstOrDefault(IsSet) is { } variable)
        {
            throw new ClusterException(
                $"{variable} leads Helm past the kubeconfig, to a cluster or an account that is not asked here; put it into the "
                    + "kubeconfig instead.");
        }

        try
        {
            var files = KubeConfig.Files(kubeConfigPath, Variable("KUBECONFIG"), KubernetesClientConfiguration.KubeConfigDefaultLocation);
            var (context, limit) = (forHelm ? Variable("HELM_KUBECONTEXT") : null, plugInLimit ?? TimeSpan.FromMinutes(2));
            var configuration = files.Length > 0
                ? await KubeConfig.LoadAsync(files, context, limit, cancellationToken).ConfigureAwait(false)
                : KubernetesClientConfiguration.IsInCluster() ? KubernetesClientConfiguration.InClusterConfig()
                : throw new ClusterException("There is no kubeconfig.");
            return new(new Kubernetes(configuration), string.IsNullOrEmpty(configuration.Namespace) ? "default" : configuration.Namespace);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ClusterException or OperationCanceledException))
        {
            // Whatever its YAML, its files and its certificates may throw.
            throw new ClusterException($"The kubeconfig cannot be used: {e.Message.Split('\n')[0].Trim()}", e);
        }
    }

    // What of Helm's own variables would need to be followed here too, but for HELM_KUBECONTEXT. Aspire passes the namespace itself.
    private static readonly string[] HelmOverrides =
    [
        "HELM_KUBEAPISERVER", "HELM_KUBETOKEN", "HELM_KUBEASUSER", "HELM_KUBEASGROUPS", "HELM_KUBECAFILE", "HELM_KUBETLS_SERVER_NAME",
        "HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
    ];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Asks. Missing and refused are answers; anything else that goes wrong is a <see cref="ClusterException"/>.</summary>
    public async Task<Answer<T>> AskAsync<T>(
        string what,
        Func<IKubernetes, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_limit);
        try
        {
            return new(true, await ask(kubernetes, limited.Token).ConfigureAwait(false) ?? throw new JsonException("it is empty."));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return new(true, null);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return new(false, null);
        }
        catch (HttpOperationException e)
        {
            throw Unusable($"answers {(int)e.Response.StatusCode} {e.Response.StatusCode} when asked for {what}.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unusable(FormattableString.Invariant($"does not answer in {_limit.TotalSeconds} seconds."), e);
        }
        catch (HttpRequestException e)
        {
            throw Unusable($"cannot be reached: {e.Message}", e);
        }
        catch (Exception e) when (
            e is JsonException or KubernetesException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw Unusable($"gives no answer of a Kubernetes API when asked for {what}: {e.Message}", e);
        }
    }

    public void Dispose() => kubernetes.Dispose();

    private ClusterException Unusable(string how, Exception e) => new($"{kubernetes.BaseUri} {how}", e);
}

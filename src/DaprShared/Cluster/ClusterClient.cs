using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace DaprShared.Cluster;

/// <summary>The cluster gave no answer that could be used. The message says why.</summary>
internal sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Returns the diagnostic for the user.</summary>
    public Diagnostic ToDiagnostic() => DiagnosticRules.ClusterUnreachable.For("the cluster", Message,
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

    /// <summary>Returns the client of a kubeconfig file, or of the one that kubectl uses, with its current context.</summary>
    public static ClusterClient Connect(string? kubeConfigPath)
    {
        try
        {
            var configuration = kubeConfigPath is null ? KubernetesClientConfiguration.BuildDefaultConfig() : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeConfigPath);
            return new(new Kubernetes(configuration), string.IsNullOrEmpty(configuration.Namespace) ? "default" : configuration.Namespace);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever its YAML, its files, its certificates and its credential plug-in may throw.
            throw new ClusterException($"The kubeconfig cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Asks. Missing and refused are answers; anything else that goes wrong is a <see cref="ClusterException"/>.</summary>
    public async Task<Answer<T>> AskAsync<T>(string what, Func<IKubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
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
        catch (Exception e) when (e is JsonException or KubernetesException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw Unusable($"gives no answer of a Kubernetes API when asked for {what}: {e.Message}", e);
        }
    }

    public void Dispose() => kubernetes.Dispose();

    private ClusterException Unusable(string how, Exception e) => new($"{kubernetes.BaseUri} {how}", e);
}

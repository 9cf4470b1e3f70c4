using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace DaprShared.Hosting;

/// <summary>
/// What operators change per environment in the chart's <c>values.yaml</c>, under <c>config.&lt;resource&gt;</c>. The publisher has one public way to
/// a value: a variable of the resource. So these stand in its environment, and <see cref="Take"/> moves them to where they belong.
/// </summary>
internal static class ChartValues
{
    /// <summary>The image, with its tag.</summary>
    public const string Image = "DAPRD_IMAGE";

    /// <summary>The log level.</summary>
    public const string LogLevel = "DAPRD_LOG_LEVEL";

    /// <summary>The number of replicas of a Deployment.</summary>
    public const string Replicas = "DAPRD_REPLICAS";

    /// <summary>The trust anchors that are a parameter: daprd's own variable.</summary>
    public const string TrustAnchors = "DAPR_TRUST_ANCHORS";

    /// <summary>The resources of daprd's container: what is requested, and the limits.</summary>
    public static readonly (string Variable, bool IsLimit, string Resource)[] Quantities =
    [
        ("DAPRD_CPU_REQUEST", false, "cpu"),
        ("DAPRD_MEMORY_REQUEST", false, "memory"),
        ("DAPRD_CPU_LIMIT", true, "cpu"),
        ("DAPRD_MEMORY_LIMIT", true, "memory"),
    ];

    /// <summary>All of them.</summary>
    public static readonly string[] Variables = [Image, LogLevel, Replicas, TrustAnchors, .. Quantities.Select(quantity => quantity.Variable)];

    /// <summary>Returns the values of a shared daprd; none where it is not published to Kubernetes alone.</summary>
    public static IEnumerable<(string Variable, object Value)> For(DaprSharedResource resource, IEnumerable<IResource> model)
    {
        if (!IsChart(resource, model))
        {
            yield break;
        }

        var daprd = SharedDaprdFactory.Create(resource);
        if (daprd.Injection is null or { PinImage: true } && !resource.HasImageBuild)
        {
            yield return (Image, daprd.Image.ToString());
        }

        yield return (LogLevel, DaprdOptionTable.ByFlag("log-level").ValueFor(daprd, DaprdMode.Kubernetes)!.Text!);
        if (HasReplicas(resource))
        {
            yield return (Replicas, (daprd.Replicas ?? 1).ToString(CultureInfo.InvariantCulture));
        }

        var resources = daprd.Pod.EffectiveResources;
        foreach (var (variable, isLimit, name) in Quantities)
        {
            if ((isLimit ? resources.Limits : resources.Requests)?.TryGetValue(name, out var quantity) == true)
            {
                yield return (variable, quantity.ToString());
            }
        }

        if (daprd.TrustAnchors?.Pem?.Reference is { } pem)
        {
            yield return (TrustAnchors, pem);
        }
    }

    /// <summary>Says whether the number of replicas is fixed when the chart is installed. An autoscaler has its own.</summary>
    public static bool HasReplicas(DaprSharedResource resource) => resource is { Strategy: SharedStrategy.Deployment, Workload.Autoscaling: null };

    /// <summary>Returns the key of a resource in the sections of <c>values.yaml</c>.</summary>
    public static string Section(DaprSharedResource resource) => resource.Name.Replace('-', '_');

    /// <summary>Says whether a variable only makes a parameter a value of the chart. Nobody else's name has a dot.</summary>
    public static bool IsPart(string variable) => variable.StartsWith(Part, StringComparison.Ordinal);

    /// <summary>
    /// Makes the parameters that a variable is composed of values of the chart. The publisher refers to each of them, and adds only those to
    /// <c>values.yaml</c> that are a variable themselves.
    /// </summary>
    public static void AddParts(EnvironmentCallbackContext context, DaprSharedResource resource, IEnumerable<IResource> model)
    {
        if (context.ExecutionContext.IsPublishMode && IsChart(resource, model))
        {
            foreach (var parameter in context.EnvironmentVariables.Values.Where(value => value is not ParameterResource).SelectMany(BackEnds.Parameters).ToList())
            {
                context.EnvironmentVariables[Part + parameter.Name] = parameter;
            }
        }
    }

    /// <summary>Takes them out of the published environment again.</summary>
    public static void TakeParts(KubernetesResource published)
    {
        foreach (var variable in new[] { published.ConfigMap?.Data, published.Secret?.StringData }.OfType<Dictionary<string, string>>().SelectMany(data => data.Keys).Where(IsPart).ToList())
        {
            Take(published, variable);
        }
    }

    private const string Part = "daprd.part.";

    // Published to Kubernetes alone.
    private static bool IsChart(DaprSharedResource resource, IEnumerable<IResource> model)
    {
        IComputeEnvironmentResource[] environments = resource.GetComputeEnvironment() is { } bound ? [bound] : [.. model.OfType<IComputeEnvironmentResource>()];
        return environments.Length > 0 && environments.All(PublishTarget.IsKubernetes);
    }

    /// <summary>Takes a variable out of the published environment and returns its Helm expression.</summary>
    public static string? Take(KubernetesResource published, string variable)
    {
        if (published.ConfigMap?.Data.Remove(variable, out var expression) == true)
        {
            published.ConfigMap = published.ConfigMap.Data.Count == 0 ? null : published.ConfigMap;
            return expression;
        }

        if (published.Secret?.StringData.Remove(variable, out expression) == true)
        {
            published.Secret = published.Secret.StringData.Count == 0 ? null : published.Secret;
            return expression;
        }

        return null;
    }
}

using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace DaprShared.Hosting;

/// <summary>
/// What operators change per environment in the chart's <c>values.yaml</c>, under <c>config.&lt;resource&gt;</c>. The publisher has one
/// public way to a value: a variable of the resource. So these stand in its environment, and <see cref="Take(KubernetesResource)"/> moves
/// them to where they belong.
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

    /// <summary>The memory limit, which Go's own limit follows.</summary>
    public const string MemoryLimit = "DAPRD_MEMORY_LIMIT";

    private const string LogLevelFlag = "log-level";

    // What makes a parameter a value of the chart and is nothing else. Nobody else's variable has a dot.
    private const string Part = "daprd.part.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChartValue> All { get; } =
    [
        new(Image, ImageOf),
        new(LogLevel, LogLevelOf) { Flag = LogLevelFlag },
        new(Replicas, ReplicasOf),
        // daprd reads it at start only.
        new(TrustAnchors, daprd => daprd.Daprd.TrustAnchors?.Pem?.Reference) { RestartsDaprd = true },
        Quantity("DAPRD_CPU_REQUEST", "cpu", isLimit: false),
        Quantity("DAPRD_MEMORY_REQUEST", "memory", isLimit: false),
        Quantity("DAPRD_CPU_LIMIT", "cpu", isLimit: true),
        Quantity(MemoryLimit, "memory", isLimit: true),
    ];

    /// <summary>Returns the variables of a shared daprd that stand for values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Of(ResolvedDaprd daprd)
    {
        foreach (var row in All)
        {
            if (row.Of(daprd) is { } value)
            {
                yield return new(row.Variable, value);
            }
        }

        if (daprd.Resource.App is ParameterUrl { Url: var url })
        {
            yield return new(Part + url.Name, url);
        }
    }

    /// <summary>
    /// Makes the parameters that a variable is composed of values of the chart. The publisher refers to each of them, and adds only those
    /// to <c>values.yaml</c> that are a variable themselves.
    /// </summary>
    public static void AddParts(IDictionary<string, object> variables)
    {
        var composed = variables.Values.Where(value => value is not ParameterResource);
        foreach (var parameter in composed.SelectMany(BackEnds.Parameters).ToList())
        {
            variables[Part + parameter.Name] = parameter;
        }
    }

    /// <summary>Takes all of them out of the published environment, and returns the Helm expression of each by its variable.</summary>
    public static IReadOnlyDictionary<string, string> Take(KubernetesResource published)
    {
        Dictionary<string, string> taken = [];
        var values = from variable in DataOf(published).SelectMany(data => data.Keys)
                     where variable.StartsWith(Part, StringComparison.Ordinal) || All.Any(row => row.Variable == variable)
                     select variable;
        foreach (var variable in values.ToList())
        {
            taken[variable] = Take(published, variable)!;
        }

        return taken;
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

    /// <summary>Says whether the number of replicas is fixed when the chart is installed. An autoscaler has its own.</summary>
    public static bool HasReplicas(DaprSharedResource resource) =>
        resource is { Strategy: SharedStrategy.Deployment, Workload.Autoscaling: null };

    /// <summary>Returns the key of a resource in the sections of <c>values.yaml</c>.</summary>
    public static string Section(DaprSharedResource resource) => resource.Name.Replace('-', '_');

    /// <summary>Returns the published environment: what is in the ConfigMap, and what is in the Secret.</summary>
    public static IEnumerable<Dictionary<string, string>> DataOf(KubernetesResource published) =>
        new[] { published.ConfigMap?.Data, published.Secret?.StringData }.OfType<Dictionary<string, string>>();

    private static string? LogLevelOf(ResolvedDaprd daprd) =>
        DaprdOptionTable.ByFlag(LogLevelFlag).ValueFor(daprd.Daprd, DaprdMode.Kubernetes)!.Text;

    private static string? ReplicasOf(ResolvedDaprd daprd) =>
        HasReplicas(daprd.Resource) ? (daprd.Daprd.Replicas ?? 1).ToString(CultureInfo.InvariantCulture) : null;

    // An image that the publisher builds, and the injector's own, are no values of ours.
    private static string? ImageOf(ResolvedDaprd daprd) =>
        daprd.Daprd.Injection is null or { PinImage: true } && !daprd.Resource.HasImageBuild ? daprd.Daprd.Image.ToString() : null;

    private static ChartValue Quantity(string variable, string resource, bool isLimit) => new(variable, daprd =>
    {
        var resources = daprd.Daprd.Pod.EffectiveResources;
        var quantities = isLimit ? resources.Limits : resources.Requests;
        return quantities?.TryGetValue(resource, out var quantity) == true ? quantity.ToString() : null;
    })
    {
        Quantity = (resource, isLimit),
    };
}

/// <summary>A value of the chart.</summary>
/// <param name="Variable">The variable that carries it, and its key in <c>values.yaml</c>.</param>
/// <param name="Of">The value of a daprd, or <see langword="null"/> where it has none.</param>
internal sealed record ChartValue(string Variable, Func<ResolvedDaprd, object?> Of)
{
    /// <summary>Gets the flag of daprd that it is the value of, or <see langword="null"/>.</summary>
    public string? Flag { get; init; }

    /// <summary>Gets the resource of daprd's container that it is the quantity of, or <see langword="null"/>.</summary>
    public (string Resource, bool IsLimit)? Quantity { get; init; }

    /// <summary>
    /// Gets a value indicating whether it is a part of the environment's checksum. The others are no variables of daprd, or change the pods
    /// by themselves: another number of replicas has to leave them alone.
    /// </summary>
    public bool RestartsDaprd { get; init; }
}

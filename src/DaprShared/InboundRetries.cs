namespace DaprShared;

/// <summary>
/// Keeps messages while the app is away. A pub/sub component acknowledges a message after any result of its handler, so daprd has to try
/// for as long as nobody is there to take it, and not a moment longer: what the app itself answers is an answer, also when it is 500.
/// </summary>
internal static class InboundRetries
{
    // PodSettings has resources too.
    private const string Member = $"{nameof(SharedDaprd)}.{nameof(SharedDaprd.Resources)}";

    /// <summary>
    /// The retry policies that daprd looks for when a pub/sub component has no target of its own, most specific first (dapr v1.18.3
    /// pkg/resiliency/resiliency.go, getPolicyLevels).
    /// </summary>
    internal static string[] Levels { get; } =
    [
        "DefaultPubsubComponentInboundRetryPolicy", "DefaultComponentInboundRetryPolicy", "DefaultComponentRetryPolicy",
        "DefaultRetryPolicy",
    ];

    /// <summary>
    /// Returns the policy of a daprd, or <see langword="null"/> where it gets none: it has no app, it is switched off, its version does not
    /// know what the policy says, or a Resiliency of the author decides.
    /// </summary>
    public static DaprResiliency? Of(SharedDaprd daprd) => !IsWanted(daprd) || DaprdFeature.RetryMatching.IsIn(daprd) != true ? null : new()
    {
        Name = ObjectNames.InboundRetries(daprd.AppId),
        Scopes = [daprd.AppId],
        Retries = new Dictionary<string, DaprRetry>
        {
            [Levels[0]] = new()
            {
                Policy = DaprRetryPolicy.Constant,
                Duration = TimeSpan.FromSeconds(2),
                MaxRetries = -1,
                // A refused connection has no status code, and is retried whatever stands here. A kind of code that is not named would
                // match all of that kind, so that an error of a gRPC handler were repeated without end.
                HttpStatusCodes = "502-504",
                GrpcStatusCodes = "14",
            },
        },
    };

    /// <summary>Finds what keeps the policy away, or from a component, without the author's having said so.</summary>
    public static IEnumerable<Diagnostic> Check(SharedDaprd daprd)
    {
        if (!IsWanted(daprd))
        {
            yield break;
        }

        if (DaprdFeature.RetryMatching.IsIn(daprd) != true)
        {
            yield return DiagnosticRules.NoInboundRetries.For(daprd.DisplayName,
                $"{daprd.Image} gets no retry policy for its subscriptions: "
                    + (daprd.Image.Version is null ? "its tag tells no version" : "it does not know what the policy is for by status code")
                    + ", so messages are lost while the app is away.",
                $"Use a tag that begins with a version of daprd {DaprdFeature.RetryMatching.Since} or later, or write the policy in a "
                    + "Resiliency.",
                nameof(ContainerImage.Tag));
            yield break;
        }

        // Whoever's it is by its scopes, there is one object of the name.
        var name = ObjectNames.InboundRetries(daprd.AppId);
        if (daprd.Resources.Any(resource => resource.Kind == "Resiliency" && resource.Metadata.Name == name))
        {
            yield return DiagnosticRules.ResourceClash.For(daprd.DisplayName,
                $"Resiliency '{name}' has the name of the one that is generated for the subscriptions.",
                $"Give it another name, or switch that one off: {nameof(SharedDaprd.InboundRetries)} = false.",
                Member);
        }

        var pubsubs = from resource in daprd.OwnResources
                      where resource.IsComponent && resource.IsOf("pubsub.")
                      select resource.Metadata.Name;
        foreach (var (resiliency, component) in Targets(daprd).Where(target => pubsubs.Contains(target.Component)))
        {
            yield return DiagnosticRules.InboundRetriesReplaced.For(daprd.DisplayName,
                $"the target '{component}' in Resiliency '{resiliency}' has no inbound retry, and for a component with a target daprd "
                    + "looks at no default policy: messages from it are lost while the app is away.",
                "Give the target an inbound retry policy, with matching 502-504 for HTTP and 14 for gRPC.",
                Member);
        }
    }

    private static bool IsWanted(SharedDaprd daprd) =>
        daprd is { App: not null, InboundRetries: true } && !Resiliencies(daprd)
            .Any(resiliency => resiliency.RetryPolicies.Any(Levels.Contains));

    private static IEnumerable<DaprObject> Resiliencies(SharedDaprd daprd) =>
        daprd.OwnResources.Where(resource => resource.Kind == "Resiliency");

    private static IEnumerable<(string Resiliency, string Component)> Targets(SharedDaprd daprd) =>
        from resiliency in Resiliencies(daprd)
        from target in resiliency.MapAt("targets", "components")
        where string.IsNullOrEmpty(DaprObject.Text(DaprObject.At(target.Value, "inbound", "retry")))
        select (resiliency.Metadata.Name, target.Key);
}

#pragma warning disable ASPIRECOMPUTE002, ASPIREPIPELINES001 // Persistent volumes of an environment; the summary of a publish.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting;

/// <summary>Aspire's Helm chart of an environment.</summary>
internal sealed class ChartTarget(IDistributedApplicationBuilder builder, IComputeEnvironmentResource environment) : Target
{
    private const int LongestResourceName = 55;

    public override DaprdMode Mode => DaprdMode.Kubernetes;

    // The publisher's Secret of a daprd has the secrets, under a name that a customization may change.
    public override Places Places => PlacesIn(secret: null);

    /// <summary>Returns where items stand, with the name of the publisher's Secret.</summary>
    public static Places PlacesIn(string? secret) => new(item =>
        item.IsKey ? new(item.Name, Secret: item.KeySecret)
        : item.IsSecret ? new(item.Name, Secret: new(secret, item.Variable))
        : Places.Variable(item));

    // Helm takes a URL apart, see ChartArguments.
    public override object Argument(DaprdArgument argument) => argument.Value.Reference switch
    {
        null => ChartArguments.Mark + argument,
        UrlPart part => Expression(ChartArguments.Mark + argument.Prefix, part.Url),
        var reference => Expression(ChartArguments.Mark + argument.Prefix, reference),
    };

    public override IEnumerable<KeyValuePair<string, object>> Variables(ResolvedDaprd daprd) =>
    [
        .. ChartValues.Of(daprd),
        .. environment is KubernetesEnvironmentResource kubernetes ? ChartTelemetry.Of(kubernetes, daprd.Resource, builder) : [],
    ];

    public override void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services) =>
        ChartValues.AddParts(variables);

    // Before all customizations of users, who see the final objects.
    public override void Prepare(IReadOnlyList<DaprSharedResource> daprds, Targets targets)
    {
        foreach (var daprd in IsKubernetes ? daprds : [])
        {
            daprd.Annotations.Insert(0, new KubernetesServiceCustomizationAnnotation(published =>
                ChartCustomization.Apply(ResolvedDaprd.Of(daprd), published, targets.Beside(daprd), builder)));
        }
    }

    public override IEnumerable<Diagnostic> Validate(IReadOnlyList<ResolvedDaprd> daprds, Targets targets)
    {
        // The publisher inside of another environment is known later, see ChartSteps.
        var (claims, publisher) = (Claims(targets.Model), environment as KubernetesEnvironmentResource);
        return IsKubernetes
            ? daprds.SelectMany(daprd => Volumes(daprd.Resource, claims, publisher).Concat(Name(daprd.Resource)))
            : daprds.Select(daprd => targets.Unserved(daprd.Resource));
    }

    public override bool Owns(IResource resource) => resource is KubernetesAspireDashboardResource;

    public override Task<Placement> PlacementAsync(PipelineStepContext context) => ChartSteps.PlacementAsync(context, environment);

    // Aspire's own, or one that has it inside, as Azure's does, and says so.
    private bool IsKubernetes =>
        environment is KubernetesEnvironmentResource || environment.HasAnnotationOfType<KubernetesEnvironmentAnnotation>();

    /// <summary>
    /// Finds the volumes that are lost, and the claims of one pod that several would mount. The publisher has volumes only, and takes a
    /// claim for one pod's.
    /// </summary>
    public static IEnumerable<Diagnostic> Volumes(
        DaprSharedResource daprd,
        IReadOnlySet<string> claims,
        KubernetesEnvironmentResource? publisher)
    {
        var isClaim = publisher?.DefaultStorageType.Equals("pvc", StringComparison.OrdinalIgnoreCase) == true;
        var isOnePod = daprd is
        {
            Strategy: SharedStrategy.Deployment,
            Replicas: null or <= 1,
            Workload: { Autoscaling: null, MaxSurge: 0 },
        };
        return from mount in LostMounts.Of(daprd)
               let isVolume = mount is { Type: ContainerMountType.Volume, Source: not null }
               where !isVolume || (!isOnePod && (isClaim || claims.Contains(mount.Source!)))
               select isVolume ? SharedClaim(daprd, mount) : LostMounts.NotPublished(daprd, mount);
    }

    /// <summary>Returns the names of the claims in the model.</summary>
    public static HashSet<string> Claims(IEnumerable<IResource> model) =>
        [.. model.OfType<KubernetesPersistentVolumeResource>().Select(volume => volume.Name)];

    private static Diagnostic SharedClaim(DaprSharedResource daprd, ContainerMountAnnotation mount) => DiagnosticRules.SharedClaim.For(
        daprd.Name,
        $"several of its pods mount the claim '{mount.Source}' at '{mount.Target}', if only while they are updated.",
        "Let it have the access mode ReadWriteMany. For ReadWriteOnce publish as a Deployment of one replica, "
        + "with MaxSurge = 0 and MaxUnavailable = 1 in WithWorkloadSettings.");

    // "<resource>-service" is the name of a Service: at most 63 characters. Plain manifests go by the app-id.
    private static IEnumerable<Diagnostic> Name(DaprSharedResource daprd)
    {
        if (daprd.Name.Length > LongestResourceName)
        {
            yield return DiagnosticRules.NameTooLong.For(
                daprd.Name,
                $"the name has {daprd.Name.Length} characters, but '<resource>-service' is a Service name of at most 63.",
                $"Shorten it to {LongestResourceName} characters; the app-id may stay as it is: "
                + $"AddDaprShared(name, appId: \"{daprd.AppId}\").");
        }
    }
}

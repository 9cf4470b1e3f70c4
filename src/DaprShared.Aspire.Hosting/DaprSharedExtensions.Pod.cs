using Aspire.Hosting.ApplicationModel;
using DaprShared;
using k8s.Models;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Changes the pod's settings in Kubernetes: labels, annotations, affinity, volumes, security contexts and all others.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="configure">Returns the settings with the change, from those set so far.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// What is not a setting can be changed on the final objects, with <c>PublishAsKubernetesService</c>. They appear in the pod template
    /// of the DaemonSet or Deployment. DAPRSHARED067 reports an amount that is no quantity, DAPRSHARED068 a mount without a volume,
    /// DAPRSHARED071 a variable that is daprd's own, DAPRSHARED082 an annotation that is, DAPRSHARED083 a request above its limit.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// dapr.WithPodSettings(pod => pod with { Annotations = new Dictionary&lt;string, string> { ["team"] = "shop" } });
    /// </code>
    /// </example>
    /// <seealso href="https://kubernetes.io/docs/concepts/workloads/pods/"/>
    [AspireExportIgnore(Reason = "A function over types of KubernetesClient.")]
    public static IResourceBuilder<DaprSharedResource> WithPodSettings(
        this IResourceBuilder<DaprSharedResource> builder,
        Func<PodSettings, PodSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Resource.Pod = configure(builder.Resource.Pod);
        return builder;
    }

    /// <summary>
    /// Changes the workload's settings in Kubernetes: rollout, spread, disruption budget, NetworkPolicy, metrics annotations.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="configure">Returns the settings with the change, from those set so far.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED065 reports a rollout that cannot go on.</remarks>
    /// <example><code lang="csharp">dapr.WithWorkloadSettings(workload => workload with { NetworkPolicy = false });</code></example>
    /// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"/>
    /// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
    [AspireExportIgnore(Reason = "A function over types of KubernetesClient.")]
    public static IResourceBuilder<DaprSharedResource> WithWorkloadSettings(
        this IResourceBuilder<DaprSharedResource> builder,
        Func<WorkloadSettings, WorkloadSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Resource.Workload = configure(builder.Resource.Workload);
        return builder;
    }

    /// <summary>
    /// Runs daprd on nodes with a label only. Several labels must all be there. A node pool works as well (<c>WithNodePool</c>).
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="label">The node's label.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>It appears as <c>spec.nodeSelector</c> of the pod.</remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithNodeSelector(
        this IResourceBuilder<DaprSharedResource> builder,
        string label,
        string value) =>
        builder.WithPodSettings(pod => pod with { NodeSelector = With(pod.NodeSelector, label, value) });

    /// <summary>Lets daprd run on nodes with a taint. Default none: a DaemonSet stays off control-plane nodes.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="key">The taint's key.</param>
    /// <param name="value">The taint's value, or <see langword="null"/> for any.</param>
    /// <param name="effect">
    /// <c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>, or <see langword="null"/> for all of them.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>It appears in <c>spec.tolerations</c> of the pod.</remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithToleration(
        this IResourceBuilder<DaprSharedResource> builder,
        string key,
        string? value = null,
        string? effect = null)
    {
        var toleration = new V1Toleration
        {
            Key = key,
            OperatorProperty = value is null ? "Exists" : "Equal",
            Value = value,
            Effect = effect,
        };
        return builder.WithPodSettings(pod => pod with { Tolerations = [.. pod.Tolerations, toleration] });
    }

    /// <summary>Sets daprd's priority class.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="name">The name of an existing PriorityClass.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>It appears as <c>spec.priorityClassName</c> of the pod. DAPRSHARED073 reports a name that Kubernetes refuses.</remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithPriorityClass(this IResourceBuilder<DaprSharedResource> builder, string name) =>
        builder.WithPodSettings(pod => pod with { PriorityClassName = name });

    /// <summary>Adds a Secret that daprd's image is pulled with.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="name">The name of an existing Secret in the app's namespace.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>It appears in <c>spec.imagePullSecrets</c> of the pod. DAPRSHARED073 reports a name that Kubernetes refuses.</remarks>
    /// <seealso href="https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithImagePullSecret(
        this IResourceBuilder<DaprSharedResource> builder,
        string name) =>
        builder.WithPodSettings(pod => pod with { ImagePullSecrets = [.. pod.ImagePullSecrets, name] });

    /// <summary>
    /// Runs daprd under an existing ServiceAccount, in place of <c>&lt;app-id&gt;-daprd</c>, which has no role and is then not written.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="name">The ServiceAccount's name.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED073 reports a name that Kubernetes refuses.</remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/security/service-accounts/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithServiceAccount(this IResourceBuilder<DaprSharedResource> builder, string name) =>
        builder.WithPodSettings(pod => pod with { ServiceAccountName = name, CreateServiceAccount = false });

    /// <summary>Annotates daprd's ServiceAccount, for example with a cloud identity that components use.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="key">The annotation's key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// It appears in <c>metadata.annotations</c> of the ServiceAccount. DAPRSHARED023 warns beside <see cref="WithServiceAccount"/>: that
    /// one is not written.
    /// </remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/security/service-accounts/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithServiceAccountAnnotation(
        this IResourceBuilder<DaprSharedResource> builder,
        string key,
        string value) =>
        builder.WithPodSettings(pod => pod with { ServiceAccountAnnotations = With(pod.ServiceAccountAnnotations, key, value) });

    /// <summary>
    /// Sets daprd's CPU and memory in Kubernetes quantities (<c>500m</c>, <c>1Gi</c>). What is not given keeps its default.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="cpuRequest">The CPU request. Default <c>100m</c>.</param>
    /// <param name="memoryRequest">The memory request. Default <c>250Mi</c>.</param>
    /// <param name="cpuLimit">The CPU limit. Default <c>300m</c>.</param>
    /// <param name="memoryLimit">The memory limit. Default <c>1000Mi</c>. <c>GOMEMLIMIT</c> is 90 % of it.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// They are <c>resources.requests</c> and <c>resources.limits</c> of the container. DAPRSHARED067 reports a text that is no quantity.
    /// To have no limit, use <see cref="WithPodSettings"/>.
    /// </remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithResources(
        this IResourceBuilder<DaprSharedResource> builder,
        string? cpuRequest = null,
        string? memoryRequest = null,
        string? cpuLimit = null,
        string? memoryLimit = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var resource = builder.Resource;
        return builder.WithPodSettings(pod => pod with
        {
            Resources = new()
            {
                Requests = Quantities(resource, pod.Resources.Requests, ("cpu", cpuRequest), ("memory", memoryRequest)),
                Limits = Quantities(resource, pod.Resources.Limits, ("cpu", cpuLimit), ("memory", memoryLimit)),
            },
        });
    }

    private static Dictionary<string, ResourceQuantity> Quantities(
        DaprSharedResource resource,
        IDictionary<string, ResourceQuantity>? before,
        params ReadOnlySpan<(string Name, string? Text)> changes)
    {
        var quantities = new Dictionary<string, ResourceQuantity>(before ?? new Dictionary<string, ResourceQuantity>());
        foreach (var (name, text) in changes)
        {
            if (text is null)
            {
                continue;
            }

            if (DaprdOption.IsQuantity(text))
            {
                quantities[name] = new(text);
            }
            else
            {
                resource.Mistakes.Add(DiagnosticRules.IllegalQuantity.For(
                    resource.Name,
                    $"{name} '{text}' is not a quantity.",
                    "Use for example '500m' for CPU and '1Gi' for memory."));
            }
        }

        return quantities;
    }
}

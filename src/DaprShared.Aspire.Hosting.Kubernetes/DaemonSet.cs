using Aspire.Hosting.Kubernetes.Resources;

namespace DaprShared.Hosting;

/// <summary>A DaemonSet in Aspire's Kubernetes model, which has none of its own. In a customization it is the <c>Workload</c>.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
public sealed class DaemonSet() : Workload("apps/v1", "DaemonSet")
{
    /// <summary>Gets or sets the specification. Default: an empty one.</summary>
    public DaemonSetSpec Spec { get; set; } = new();

    /// <inheritdoc/>
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}

/// <summary>The specification of a <see cref="DaemonSet"/>.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
public sealed class DaemonSetSpec
{
    /// <summary>Gets or sets the selector of the pods. It is <c>spec.selector</c>. Default: an empty one.</summary>
    public LabelSelectorV1 Selector { get; set; } = new();

    /// <summary>Gets or sets the pods. They are <c>spec.template</c>. Default: an empty one.</summary>
    public PodTemplateSpecV1 Template { get; set; } = new();

    /// <summary>Gets or sets how the pods are replaced. It is <c>spec.updateStrategy</c>. Default: a rolling update.</summary>
    public DaemonSetUpdateStrategy UpdateStrategy { get; set; } = new();
}

/// <summary>How the pods of a <see cref="DaemonSet"/> are replaced.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
public sealed class DaemonSetUpdateStrategy
{
    /// <summary>
    /// Gets or sets the type, <c>RollingUpdate</c> or <c>OnDelete</c>. It is <c>spec.updateStrategy.type</c>. Default
    /// <c>RollingUpdate</c>.
    /// </summary>
    public string Type { get; set; } = "RollingUpdate";

    /// <summary>
    /// Gets or sets the pace of a rolling update. It is <c>spec.updateStrategy.rollingUpdate</c>. Default: no surge, nothing unavailable.
    /// </summary>
    public DaemonSetRollingUpdate RollingUpdate { get; set; } = new();
}

/// <summary>The pace of a rolling update of a <see cref="DaemonSet"/>.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
public sealed class DaemonSetRollingUpdate
{
    /// <summary>
    /// Gets or sets how many nodes may run an old and a new pod at once. It is <c>spec.updateStrategy.rollingUpdate.maxSurge</c>. Default
    /// 0.
    /// </summary>
    public int MaxSurge { get; set; }

    /// <summary>
    /// Gets or sets how many nodes may be without a pod. It is <c>spec.updateStrategy.rollingUpdate.maxUnavailable</c>. Default 0.
    /// </summary>
    public int MaxUnavailable { get; set; }
}

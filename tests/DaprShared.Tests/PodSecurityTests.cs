using k8s;
using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

/// <summary>The rules of Kubernetes' Pod Security Standard "restricted", on every pod that is ever written.</summary>
public class PodSecurityTests
{
    public static TheoryData<SharedDaprd> Daprds { get; } =
    [
        new SharedDaprd { AppId = "orders" },
        new SharedDaprd { AppId = "orders", Strategy = SharedStrategy.Deployment, Replicas = 3 },
        new SharedDaprd { AppId = "orders", Injection = new() },
        new SharedDaprd
        {
            AppId = "orders",
            Strategy = SharedStrategy.Deployment,
            Workload = new() { Autoscaling = new(2, 4) },
            Injection = new() { PinImage = true },
        },
    ];

    [Theory]
    [MemberData(nameof(Daprds), DisableDiscoveryEnumeration = true)]
    public void Every_pod_is_restricted(SharedDaprd daprd)
    {
        var pod = Pod(daprd);

        Assert.NotEqual(true, pod.HostNetwork);
        Assert.NotEqual(true, pod.HostPID);
        Assert.NotEqual(true, pod.HostIPC);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.All(pod.Volumes ?? [],
            volume =>
                Assert.True(
                    volume is { HostPath: null }
                        && (volume.Projected ?? (object?)volume.ConfigMap ?? volume.Secret ?? (object?)volume.EmptyDir) is not null));
        Assert.All((IEnumerable<V1Container>)[.. pod.Containers, .. pod.InitContainers ?? []], container =>
        {
            var context = container.SecurityContext;
            Assert.False(context.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], context.Capabilities.Drop);
            Assert.Empty(context.Capabilities.Add ?? []);
            Assert.True(context.RunAsNonRoot);
            Assert.NotEqual(0, context.RunAsUser);
            Assert.NotEqual(true, context.Privileged);
            Assert.True(context.ReadOnlyRootFilesystem);
            Assert.All(container.Ports ?? [], port => Assert.Null(port.HostPort));
        });
    }

    [Theory]
    [MemberData(nameof(Daprds), DisableDiscoveryEnumeration = true)]
    public void No_pod_has_a_token_for_the_Kubernetes_API(SharedDaprd daprd) => Assert.False(Pod(daprd).AutomountServiceAccountToken);

    [Theory]
    [MemberData(nameof(Daprds), DisableDiscoveryEnumeration = true)]
    public void No_two_objects_have_one_name_and_every_selector_finds_the_pods(SharedDaprd daprd)
    {
        var objects = KubernetesObjects.Build(daprd);
        var labels = objects.Select(Template).OfType<V1PodTemplateSpec>().Single().Metadata.Labels;

        Assert.Equal(objects.Count, objects.DistinctBy(manifest => (manifest.Kind, manifest.Metadata.Name)).Count());
        var selectors = objects.Select(manifest => manifest switch
        {
            V1Service service => service.Spec.Selector,
            V1NetworkPolicy policy => policy.Spec.PodSelector.MatchLabels,
            V1PodDisruptionBudget budget => budget.Spec.Selector.MatchLabels,
            V1Deployment deployment => deployment.Spec.Selector.MatchLabels,
            V1DaemonSet daemonSet => daemonSet.Spec.Selector.MatchLabels,
            _ => labels,
        });
        Assert.All(selectors, selector => Assert.Subset(labels.ToHashSet(), selector.ToHashSet()));
    }

    private static V1PodSpec Pod(SharedDaprd daprd) =>
        KubernetesObjects.Build(daprd).Select(Template).OfType<V1PodTemplateSpec>().Single().Spec;

    private static V1PodTemplateSpec? Template(IKubernetesObject<V1ObjectMeta> manifest) => manifest switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1DaemonSet daemonSet => daemonSet.Spec.Template,
        _ => null,
    };
}

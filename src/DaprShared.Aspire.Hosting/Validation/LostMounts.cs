using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>The mounts of a daprd's container that are there in run mode only.</summary>
internal static class LostMounts
{
    // A volume of WithPodSettings stands in its place.
    public static IEnumerable<ContainerMountAnnotation> Of(DaprSharedResource daprd) =>
        daprd.Annotations.OfType<ContainerMountAnnotation>().Where(mount => daprd.Pod.Volumes.All(own => own.Name != mount.Source));

    public static Diagnostic NotPublished(DaprSharedResource daprd, ContainerMountAnnotation mount) => DiagnosticRules.NotPublished.For(
        daprd.Name,
        $"the mount of '{mount.Source ?? "a new volume"}' at '{mount.Target}' is there in run mode only.",
        "Declare the volume for the cluster with WithPodSettings.");
}

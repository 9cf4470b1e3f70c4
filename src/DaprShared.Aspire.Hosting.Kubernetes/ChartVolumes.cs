using Aspire.Hosting.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// The volumes of <c>WithVolume</c> and <c>WithPersistentVolume</c>, with the group that the publisher opens the claims to. A volume of
/// <c>WithPodSettings</c> stands in their place.
/// </summary>
internal static class ChartVolumes
{
    public static PodSettings Add(PodSettings pod, PodSpecV1 generated)
    {
        var volumes = generated.Volumes.ExceptBy(pod.Volumes.Select(own => own.Name), volume => volume.Name).ToList();
        if (volumes.Count == 0)
        {
            return pod;
        }

        var mounts = generated.Containers[0].VolumeMounts.Where(mount => volumes.Exists(volume => volume.Name == mount.Name));
        return pod with
        {
            Volumes = [.. pod.Volumes, .. volumes.Select(Typed<V1Volume>)],
            VolumeMounts = [.. pod.VolumeMounts, .. mounts.Select(Typed<V1VolumeMount>)],
            PodSecurityContext = pod.PodSecurityContext ?? Opened(generated.SecurityContext),
        };
    }

    private static V1PodSecurityContext? Opened(PodSecurityContextV1? generated)
    {
        if (generated is not { FsGroup: { } group })
        {
            return null;
        }

        var security = PodSettings.HardenedPod;
        (security.FsGroup, security.FsGroupChangePolicy) = (group, generated.FsGroupChangePolicy);
        return security;
    }

    private static T Typed<T>(object part) => KubernetesJson.Deserialize<T>(AspireObjects.ToJson(part).ToJsonString());
}

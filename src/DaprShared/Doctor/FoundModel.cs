namespace DaprShared.Doctor;

/// <summary>A daprd of the input as the model has it, so that the model's rules judge it too.</summary>
internal static class FoundModel
{
    public static SharedDaprd ModelOf(this Manifests manifests, FoundDaprd daprd)
    {
        var replicas = manifests.ReplicasOf(daprd);
        return new()
        {
            AppId = daprd.AppId,
            DisplayName = daprd.Name,
            App = App(daprd),
            Strategy = daprd.Workload.IsDaemonSet ? SharedStrategy.DaemonSet : SharedStrategy.Deployment,
            Replicas = replicas,
            Image = daprd.Image is { Text.Length: > 0 } image
                ? new() { Name = image.Repository, Tag = image.Tag }
                : ContainerImage.Daprd,
            Options = Options(daprd),
            Pod = new()
            {
                VolumeMounts =
                [
                    .. from mount in daprd.Container?.Node.ItemsAt("volumeMounts") ?? []
                       select new k8s.Models.V1VolumeMount { Name = mount.TextAt("name"), MountPath = mount.TextAt("mountPath") },
                    .. from annotation in (string[])["dapr.io/volume-mounts", "dapr.io/volume-mounts-rw"]
                       where daprd.IsInjected
                       from mount in daprd.Workload.Annotations.GetValueOrDefault(annotation, "").Split(',')
                       let parts = mount.Split(':')
                       where parts.Length == 2
                       select new k8s.Models.V1VolumeMount { Name = parts[0].Trim(), MountPath = parts[1].Trim() },
                ],
            },
        };
    }

    // daprd's own default host is loopback, where the app of a shared one is not.
    private static RemoteApp? App(FoundDaprd daprd)
    {
        var (hasHost, port) = (daprd.Settings.TryGetValue("app-channel-address", out var host), daprd.Value("app-port"));
        var address = hasHost ? host!.Value : "127.0.0.1";
        return port is "" or "0" ? (address.Length > 0 && hasHost && port == "0" ? new(address, port) : null)
            : host?.IsKnown != false && DaprdOptionTable.ByFlag("app-port").Check(port) is null ? new(address, port)
            : null;
    }

    private static DaprdOptions Options(FoundDaprd daprd)
    {
        // Where nothing is said daprd is without mTLS, and the injector's listens on loopback (dapr v1.18.3 cmd/daprd/options/options.go,
        // pkg/injector/patcher/sidecar.go).
        DaprdOptions options = new();
        if (daprd.IsInjected)
        {
            options.DaprListenAddresses = daprd.Settings.ContainsKey("dapr-listen-addresses") ? null : "[::1],127.0.0.1";
        }
        else if (daprd.IsInCluster)
        {
            options.EnableMtls = daprd.Settings.ContainsKey("enable-mtls") ? null : false;
        }

        foreach (var setting in daprd.Settings.Values.Where(setting => setting is { IsKnown: true, Value.Length: > 0 }))
        {
            if (DaprdOptionTable.All.FirstOrDefault(option => option.Flag == setting.Name) is { Write: { } write } option
                && option.Check(setting.Value) is null)
            {
                write(options, setting.Value);
            }
        }

        return options;
    }
}

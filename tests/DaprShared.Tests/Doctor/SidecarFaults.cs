namespace DaprShared.Tests.Doctor;

/// <summary>Faults of a sidecar that the injector adds.</summary>
internal static class SidecarFaults
{
    private const string Workload = "Deployment shop/mail", Annotations = "spec.template.metadata.annotations";

    public static Fault[] All { get; } =
    [
        new("192", $"{Workload}, metadata.annotations: dapr.io/enabled is on the Deployment.",
            ("        dapr.io/enabled: \"true\"\n", ""),
            ("  name: mail\n  namespace: shop\n", "  name: mail\n  namespace: shop\n  annotations: {dapr.io/enabled: \"true\"}\n")),
        new("193", $"{Workload}, {Annotations}[dapr.io/loglevel]: Dapr has no annotation dapr.io/loglevel.",
            ("dapr.io/log-level: info", "dapr.io/loglevel: info")),
        new("198", $"{Workload}, {Annotations}[dapr.io/app-id]: the pod has no annotation dapr.io/app-id.",
            ("        dapr.io/app-id: mail\n", "")),
        new("009", $"{Workload}, {Annotations}[dapr.io/log-level]: 'loud' must be one of debug, info, warn, error, fatal.",
            ("dapr.io/log-level: info", "dapr.io/log-level: loud")),
        new("178", $"{Workload}, {Annotations}: no annotation dapr.io/sidecar-cpu-* or -memory-* is there.",
            ("        dapr.io/sidecar-memory-limit: 500Mi\n", "")),
        new("172", $"{Workload}, {Annotations}[dapr.io/sidecar-image]: the image is 'daprio/daprd'.",
            ("dapr.io/sidecar-image: daprio/daprd:1.18.3", "dapr.io/sidecar-image: daprio/daprd")),
        new("169", $"{Workload}, {Annotations}[dapr.io/api-token-secret]: the sidecar asks for a token, and no container of the pod has "
            + "DAPR_API_TOKEN.",
            ("        dapr.io/log-level: info\n", "        dapr.io/log-level: info\n        dapr.io/api-token-secret: mail-token\n")),
        new("177", $"{Workload}, {Annotations}[dapr.io/env]: variable REDIS_PASSWORD has its value in the annotation.",
            ("        dapr.io/log-level: info\n", "        dapr.io/log-level: info\n        dapr.io/env: LOUD=1,REDIS_PASSWORD=s3cr3t\n")),
    ];
}

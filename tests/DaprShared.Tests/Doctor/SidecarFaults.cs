namespace DaprShared.Tests.Doctor;

/// <summary>Faults of a sidecar that the injector adds.</summary>
internal static class SidecarFaults
{
    private const string Workload = "Deployment shop/mail", Annotations = "spec.template.metadata.annotations";

    // The line that others stand behind.
    private const string Level = "        dapr.io/log-level: info\n";

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

        // Kubernetes refuses what is no text.
        new("199", $"{Workload}, {Annotations}[dapr.io/enabled]: true is a boolean.",
            ("dapr.io/enabled: \"true\"", "dapr.io/enabled: true")),
        new("199", $"{Workload}, {Annotations}[dapr.io/app-port]: 3000 is a number.",
            ("dapr.io/app-port: \"8080\"", "dapr.io/app-port: 3000")),

        // The injector refuses the pod.
        new("001", $"{Workload}, {Annotations}[dapr.io/app-id]: app-id 'My.App' has to begin with a letter, and may only hold lower-case "
            + "letters, digits and inner hyphens.",
            ("dapr.io/app-id: mail", "dapr.io/app-id: My.App")),
        new("002", $"{Workload}, {Annotations}[dapr.io/app-id]: app-id '{new string('a', 59)}' has 59 characters.",
            ("dapr.io/app-id: mail", $"dapr.io/app-id: {new string('a', 59)}")),

        // The injector leaves it out, or daprd ends.
        Illegal("app-port", "'http' must be a port from 1 to 65535.", ("dapr.io/app-port: \"8080\"", "dapr.io/app-port: http")),
        Illegal("app-port", "'70000' must be a port from 1 to 65535.", ("dapr.io/app-port: \"8080\"", "dapr.io/app-port: \"70000\"")),
        Illegal("sidecar-cpu-request", "'1x' is no quantity such as 100m; daprd gets no requests and no limits at all.",
            (Level, $"{Level}        dapr.io/sidecar-cpu-request: 1x\n")),
        Illegal("sidecar-memory-limit", "'1GB' is no quantity such as 250Mi; daprd gets no requests and no limits at all.",
            ("dapr.io/sidecar-memory-limit: 500Mi", "dapr.io/sidecar-memory-limit: 1GB")),
        Illegal("sidecar-liveness-probe-delay-seconds", "'abc' must be a whole number.",
            (Level, $"{Level}        dapr.io/sidecar-liveness-probe-delay-seconds: abc\n")),
        Illegal("http-read-buffer-size", "'8Ki' must be a whole number.", (Level, $"{Level}        dapr.io/http-read-buffer-size: 8Ki\n")),
        Illegal("volume-mounts", "the pod has no volume 'nosuch', so daprd does not get it.",
            (Level, $"{Level}        dapr.io/volume-mounts: nosuch:/x\n")),
        Illegal("volume-mounts-rw", "'data' is not volume:path.", (Level, $"{Level}        dapr.io/volume-mounts-rw: data\n")),
        Illegal("log-as-json", "'ture' must be true or false.", (Level, $"{Level}        dapr.io/log-as-json: ture\n")),
        Illegal("enabled", "'ture' is false, and not true.", ("dapr.io/enabled: \"true\"", "dapr.io/enabled: ture")),

        // What no annotation can change stays, so the app has to.
        new("008", $"{Workload}, {Annotations}[dapr.io/app-port]: the app's port 3500 is also --dapr-http-port; daprd refuses that even "
            + "for a remote app.",
            ("dapr.io/app-port: \"8080\"", "dapr.io/app-port: \"3500\"")),
        new("008", $"{Workload}, {Annotations}[dapr.io/metrics-port]: --dapr-http-port and --metrics-port are all 3500.",
            (Level, $"{Level}        dapr.io/metrics-port: \"3500\"\n")),
        new("169", $"{Workload}, {Annotations}[dapr.io/app-token-secret]: daprd sends APP_API_TOKEN, and no container of Deployment "
            + "shop/mail has it to compare with.",
            (Level, $"{Level}        dapr.io/app-token-secret: mail-token\n")),
    ];

    private static Fault Illegal(string annotation, string message, params (string Old, string New)[] changes) =>
        new("009", $"{Workload}, {Annotations}[dapr.io/{annotation}]: {message}", changes);
}

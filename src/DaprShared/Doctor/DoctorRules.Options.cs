using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Flags and annotations, by the table of options and by the rules of the model.</summary>
internal static partial class DoctorRules
{
    // Hidden, deprecated or for one run only (dapr v1.18.3 cmd/daprd/options/options.go and dapr/kit logger), and klog's.
    private static readonly string[] _otherFlags =
    [
        "actors-service", "app-ssl", "build-info", "components-path", "control-plane-namespace", "control-plane-trust-domain",
        "dapr-http-max-request-size", "dapr-http-read-buffer-size", "enable-profiling", "kubeconfig", "log-file", "reminders-service",
        "unix-domain-socket", "version", "wait", "help",
    ];

    // What no flag has (dapr v1.18.3 pkg/injector/annotations/annotations.go).
    private static readonly string[] _otherAnnotations =
    [
        "enabled", "app-ssl", "enable-debug", "debug-port", "env", "env-from-secret", "api-token-secret", "app-token-secret",
        "http-max-request-size", "http-read-buffer-size", "unix-domain-socket-path", "volume-mounts", "volume-mounts-rw",
        "pluggable-components", "pluggable-components-sockets-folder", "component-container", "inject-pluggable-components",
        "sidecar-svc-annotations", "enable-native-sidecar", "control-plane", "sidecar-image", "sidecar-seccomp-profile-type",
        "sidecar-injected", "metrics-enabled",
        .. from resource in (string[])["cpu", "memory"] from kind in (string[])["request", "limit"] select $"sidecar-{resource}-{kind}",
        .. from probe in (string[])["liveness", "readiness"]
           from number in (string[])["delay-seconds", "timeout-seconds", "period-seconds", "threshold"]
           select $"sidecar-{probe}-probe-{number}",
    ];

    // The rules of the model that are about what stands in a manifest, with the fact behind each.
    private static (DiagnosticRule Rule, bool SharedOnly, string Why)[] ModelRules =>
    [
        (DiagnosticRules.PortClash, false,
            "daprd refuses to start with two equal ports, the app's included (dapr 1.18.3 pkg/runtime/config.go)."),
        (DiagnosticRules.HostIsNoHost, true,
            "daprd builds the app's URL from protocol, host and port; a scheme, port or path in the host spoils it."),
        (DiagnosticRules.RemoteIncomplete, true,
            "With a port and no host daprd waits for ever for its app; with a host and no port it has no app at all."),
        (DiagnosticRules.UnsupportedVersion, false, "Dapr supports a minor version and the two before it: 1.17 to 1.19 today."),
        (DiagnosticRules.InternalPortChanged, false,
            "A daprd calls others on the number that it uses itself, so all of them need the same, 50002 as the injector has it."),
        (DiagnosticRules.LoopbackOnly, true, "The app of a shared daprd is in another pod and never on its loopback."),
        (DiagnosticRules.MtlsOff, true,
            "mTLS is on in Dapr's own chart. A daprd without it neither calls those with it nor is called, and access control sees no "
                + "caller."),
        (DiagnosticRules.Loopback, true, "localhost is daprd's own pod (without --app-channel-address the app is called at 127.0.0.1)."),
    ];

    private static DoctorRule[] OptionRules() =>
    [
        .. from row in ModelRules
           select Daprd(row.Rule, row.Why,
               (manifests, daprd) => daprd.IsShared || !row.SharedOnly ? OfModel(manifests, daprd, row.Rule) : []),
        Daprd(DiagnosticRules.IllegalOption,
            "daprd ends at a value that it does not understand; the injector leaves an annotation out.",
            (_, daprd) => from setting in daprd.Settings.Values
                          let option = DaprdOptionTable.All.FirstOrDefault(option => option.Flag == setting.Name)
                          where setting is { IsKnown: true, Value.Length: > 0 }
                          let wrong = Wrong(option, setting.Value)
                          where wrong is not null
                          select At(daprd, setting.Name, $"'{UserInfo.Redact(setting.Value)}' {wrong}.",
                              option!.Default is { } standard
                                  ? $"Correct it, or remove it for the default {standard}."
                                  : "Correct or remove it.")),
        Daprd(DiagnosticRules.OptionTooNew,
            "daprd exits at a flag that it does not know; the table of options has the first version of each.",
            (_, daprd) => from setting in daprd.IsInjected ? [] : daprd.Settings.Values
                          let option = DaprdOptionTable.All.FirstOrDefault(option => option.Flag == setting.Name)
                          where option is not null && option.Since > DaprdOption.Oldest && daprd.Version is not null
                             && daprd.Version < option.Since
                          select At(daprd, setting.Name, $"daprd {daprd.Version} does not know --{setting.Name}.",
                              $"Use daprd {option.Since} or later, or remove it.")),
        Daprd(DiagnosticRules.UnknownFlag,
            "daprd exits at a flag that it does not know ('unknown flag').",
            (_, daprd) => from setting in daprd.Unknown
                          where !_otherFlags.Contains(setting.Name)
                          select At(daprd, setting.Name, $"no daprd has --{setting.Name}.",
                              Suggestion.Nearest(setting.Name, DaprdOptionTable.All.Select(option => option.Flag)) is { } nearest
                                  ? $"Did you mean --{nearest}?"
                                  : "Remove it.")),
        Daprd(DiagnosticRules.UnknownAnnotation,
            "The injector and the operator pass over an annotation that they do not know (dapr 1.18.3 pkg/injector/annotations).",
            (_, daprd) => daprd.IsInjected ? UnknownAnnotations(daprd) : []),
        Daprd(DiagnosticRules.AppIdOfPod,
            "Without dapr.io/app-id the app-id is the pod's name, another one for each pod: state, subscriptions and callers do not find "
                + "it again.",
            (_, daprd) => daprd is { IsInjected: true, AppId: "" } && daprd.Object.Kind is not ("Pod" or "StatefulSet")
                ? [At(daprd, "app-id", "the pod has no annotation dapr.io/app-id.", "Set it.")]
                : []),
        new(DiagnosticRules.AnnotationMisplaced,
            "The injector sees pods only: the annotations belong to the template's metadata.",
            manifests => from workload in manifests.Workloads
                         where workload.TemplatePath.Count > 0 && !FoundDaprd.IsEnabled(workload.Annotations)
                            && FoundDaprd.IsEnabled(workload.Object.Root.MapAt("metadata", "annotations"))
                         select OfObject(workload.Object, "metadata.annotations", $"dapr.io/enabled is on the {workload.Object.Kind}.",
                             $"Move the annotations to {workload.Field("metadata.annotations")}.")),
    ];

    private static IEnumerable<Spot> UnknownAnnotations(FoundDaprd daprd)
    {
        const string prefix = "dapr.io/";
        var known = DaprdOptionTable.All.Select(option => option.Annotation).OfType<string>().Concat(_otherAnnotations).ToList();
        return from annotation in daprd.Object.Root.PairsAt([.. daprd.Workload.TemplatePath, "metadata", "annotations"])
               where annotation.Key.StartsWith(prefix, StringComparison.Ordinal) && !known.Contains(annotation.Key[prefix.Length..])
               select InPod(daprd, $"metadata.annotations[{annotation.Key}]", annotation.Value, $"Dapr has no annotation {annotation.Key}.",
                   Suggestion.Nearest(annotation.Key[prefix.Length..], known) is { } nearest
                       ? $"Did you mean {prefix}{nearest}?"
                       : "Remove it.");
    }

    // The official chart writes port 0 for an app that is never called.
    private static string? Wrong(DaprdOption? option, string value) =>
        option is null or { Flag: "app-port" } or { Flag: "dapr-listen-addresses" } ? null : option.Check(value);

    private static IEnumerable<Spot> OfModel(Manifests manifests, FoundDaprd daprd, DiagnosticRule rule) =>
        from diagnostic in Validator.Validate(manifests.ModelOf(daprd), DaprdMode.Kubernetes)
        where diagnostic.Rule == rule
        let option = DaprdOptionTable.All.FirstOrDefault(option =>
            option.Name == diagnostic.Member || option.Name == $"App.{diagnostic.Member}")
        let flag = option?.Flag ?? (diagnostic.Member == nameof(ContainerImage.Tag) ? null : "app-channel-address")
        select flag is null ? ImageAt(daprd, diagnostic.Message, diagnostic.Fix) : At(daprd, flag, diagnostic.Message, diagnostic.Fix);
}

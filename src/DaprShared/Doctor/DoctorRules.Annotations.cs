using YamlDotNet.RepresentationModel;
using static DaprShared.DaprdOptionType;
using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Annotations of pods that no flag has, and what the injector and Kubernetes make of any.</summary>
internal static partial class DoctorRules
{
    private const string Prefix = "dapr.io/";

    // dapr v1.18.3 pkg/injector/annotations/annotations.go, with the types of pkg/injector/patcher/sidecar.go.
    private static readonly Dictionary<string, DaprdOption> _otherAnnotations = new (DaprdOptionType Type, string[] Names)[]
        {
            (Text,
            [
                "env", "env-from-secret", "api-token-secret", "app-token-secret", "unix-domain-socket-path", "volume-mounts",
                "volume-mounts-rw", "pluggable-components", "pluggable-components-sockets-folder", "component-container",
                "sidecar-svc-annotations", "control-plane", "sidecar-image", "sidecar-seccomp-profile-type", "sidecar-injected",
                "metrics-enabled",
            ]),
            (DaprdOptionType.Boolean, ["enabled", "app-ssl", "enable-debug", "inject-pluggable-components", "enable-native-sidecar"]),
            (Number,
            [
                "debug-port", "http-max-request-size", "http-read-buffer-size",
                .. from probe in (string[])["liveness", "readiness"]
                   from number in (string[])["delay-seconds", "timeout-seconds", "period-seconds", "threshold"]
                   select $"sidecar-{probe}-probe-{number}",
            ]),
            (Quantity,
            [
                .. from resource in (string[])["cpu", "memory"]
                   from kind in (string[])["request", "limit"]
                   select $"sidecar-{resource}-{kind}",
            ]),
        }
        .SelectMany(row => row.Names.Select(name => new DaprdOption { Name = name, Flag = name, Annotation = name, Type = row.Type }))
        .ToDictionary(option => option.Flag);

    private static DoctorRule[] AnnotationRules() =>
    [
        new(DiagnosticRules.AnnotationNotText,
            "An annotation is text. YAML makes a boolean of true and yes, and a number of 3000, and Kubernetes refuses the whole object.",
            manifests => from workload in manifests.Workloads
                         from annotation in AnnotationsOf(workload)
                         let type = YamlScalar.TypeOf(annotation.Node)
                         where type is not (YamlScalar.Text or YamlScalar.Null)
                         select AtAnnotation(workload, annotation.Name, annotation.Node,
                             $"{(annotation.Node is YamlScalarNode ? YamlScalar.Show(annotation.Node) : "it")} is {type}.",
                             annotation.Node is YamlScalarNode scalar ? $"Write \"{scalar.Value}\", with the quotes." : "Write a text.")),
        Daprd(DiagnosticRules.UnknownAnnotation,
            "The injector and the operator pass over an annotation that they do not know (dapr 1.18.3 pkg/injector/annotations).",
            (_, daprd) => daprd.IsInjected ? UnknownAnnotations(daprd) : []),
        Daprd(DiagnosticRules.IllegalAppId,
            "The injector refuses a pod whose <app-id>-dapr is no DNS label, and the operator makes no Service of such a name.",
            (manifests, daprd) => HasAppId(daprd) ? OfModel(manifests, daprd, DiagnosticRules.IllegalAppId) : []),
        Daprd(DiagnosticRules.AppIdTooLong,
            "The injector refuses a pod whose <app-id>-dapr is longer than a DNS label may be, 63 characters.",
            (_, daprd) => HasAppId(daprd) && ObjectNames.Daprd(daprd.AppId).Length > 63
                ? [At(daprd, "app-id", $"app-id '{daprd.AppId}' has {daprd.AppId.Length} characters.", "Shorten it to 58 characters.")]
                : []),
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

    private static string Enabled(Workload workload) => workload.Annotations.GetValueOrDefault($"{Prefix}enabled", "");

    private static bool HasAppId(FoundDaprd daprd) =>
        daprd.Settings.TryGetValue("app-id", out var setting) && setting is { IsKnown: true, Value.Length: > 0 };

    private static IEnumerable<(string Name, YamlNode Node)> AnnotationsOf(Workload workload) =>
        from annotation in workload.Object.Root.PairsAt([.. workload.TemplatePath, "metadata", "annotations"])
        where annotation.Key.StartsWith(Prefix, StringComparison.Ordinal)
        select (annotation.Key[Prefix.Length..], annotation.Value);

    private static Spot AtAnnotation(Workload workload, string name, YamlNode node, string message, string fix) =>
        new(workload.Object, workload.Field($"metadata.annotations[{Prefix}{name}]"), node, message, fix);

    // What the injector does then: pkg/injector/patcher/sidecar.go, sidecar_container.go and sidecar_volumes.go of dapr v1.18.3.
    private static string? WrongAnnotation(Workload workload, DaprdOption option, string text) => option switch
    {
        { Type: DaprdOptionType.Boolean } => FoundValue.MeantTrue(text) is { } meant ? $"'{text}' is false, and not {meant}." : null,
        { Flag: "volume-mounts" or "volume-mounts-rw" } => WrongMount(workload, text),
        _ when text.Length == 0 => null,
        { Type: Quantity } when option.Check(text) is not null =>
            $"'{text}' is no quantity such as {(option.Flag.Contains("-cpu-", StringComparison.Ordinal) ? "100m" : "250Mi")}; daprd "
                + "gets no requests and no limits at all.",
        _ when option.Check(text) is { } wrong => $"'{text}' {wrong}.",
        _ => null,
    };

    private static string? WrongMount(Workload workload, string text)
    {
        var volumes = workload.Spec().ItemsAt("volumes").Select(volume => volume.TextAt("name")).ToHashSet();
        return (from mount in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                let parts = mount.Split(':')
                select parts.Length != 2 ? $"'{mount}' is not volume:path."
                    : !volumes.Contains(parts[0]) ? $"the pod has no volume '{parts[0]}', so daprd does not get it."
                    : null).FirstOrDefault(wrong => wrong is not null);
    }

    private static IEnumerable<Spot> WrongAnnotations(Manifests manifests) =>
        from workload in manifests.Workloads
        where FoundValue.IsTrue(Enabled(workload)) || FoundValue.MeantTrue(Enabled(workload)) is not null
        from annotation in AnnotationsOf(workload)
        let option = _otherAnnotations.GetValueOrDefault(annotation.Name)
        where option is not null
        let wrong = WrongAnnotation(workload, option, annotation.Node.TextAt())
        where wrong is not null
        select AtAnnotation(workload, annotation.Name, annotation.Node, wrong, "Correct or remove it.");

    private static IEnumerable<Spot> UnknownAnnotations(FoundDaprd daprd)
    {
        var known = DaprdOptionTable.All.Select(option => option.Annotation).OfType<string>().Concat(_otherAnnotations.Keys).ToList();
        return from annotation in AnnotationsOf(daprd.Workload)
               where !known.Contains(annotation.Name)
               // Before Dapr 1.0 there was no app- before those of the app.
               let nearest = known.Find(name => name == $"app-{annotation.Name}") ?? Suggestion.Nearest(annotation.Name, known)
               select AtAnnotation(daprd.Workload, annotation.Name, annotation.Node, $"Dapr has no annotation {Prefix}{annotation.Name}.",
                   nearest is not null ? $"Did you mean {Prefix}{nearest}?" : "Remove it.");
    }
}

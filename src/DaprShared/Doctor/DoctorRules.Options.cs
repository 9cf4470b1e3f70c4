using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Flags and annotations, by the table of options and by the rules of the model.</summary>
internal static partial class DoctorRules
{
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
        new(DiagnosticRules.IllegalOption,
            "daprd ends at a value that it does not understand; the injector leaves an annotation out.",
            manifests => manifests.Daprds.SelectMany(WrongOptions).Concat(WrongAnnotations(manifests))),
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
                          select At(daprd, setting.Name, $"no daprd has --{setting.Name}.",
                              Suggestion.Nearest(setting.Name, DaprdOptionTable.All.Select(option => option.Flag)) is { } nearest
                                  ? $"Did you mean --{nearest}?"
                                  : "Remove it.")),
    ];

    private static IEnumerable<Spot> WrongOptions(FoundDaprd daprd) =>
        from setting in daprd.Settings.Values
        let option = DaprdOptionTable.All.FirstOrDefault(option => option.Flag == setting.Name)
        where setting is { IsKnown: true, Value.Length: > 0 }
        let wrong = Wrong(option, setting.Value)
        where wrong is not null
        select At(daprd, setting.Name, $"'{UserInfo.Redact(setting.Value)}' {wrong}.",
            option!.Default is { } standard ? $"Correct it, or remove it for the default {standard}." : "Correct or remove it.");

    // The official chart writes port 0 for an app that is never called.
    private static string? Wrong(DaprdOption? option, string value) =>
        option is null or { Flag: "dapr-listen-addresses" } || (option.Flag == "app-port" && value == "0") ? null
        : option.Check(value);

    private static IEnumerable<Spot> OfModel(Manifests manifests, FoundDaprd daprd, DiagnosticRule rule) =>
        from diagnostic in manifests.DiagnosticsOf(daprd)
        where diagnostic.Rule == rule
        let option = DaprdOptionTable.All.FirstOrDefault(option =>
            option.Name == diagnostic.Member || option.Name == $"App.{diagnostic.Member}")
        let flag = option?.Flag ?? (diagnostic.Member == nameof(ContainerImage.Tag) ? null : "app-channel-address")
        select flag is null ? ImageAt(daprd, diagnostic.Message, diagnostic.Fix)
            : rule == DiagnosticRules.PortClash ? Clash(daprd, diagnostic, option!)
            : At(daprd, flag,
                diagnostic.Message.Replace($"option {option?.Name} =",
                    daprd.IsInjected || daprd.Settings.ContainsKey(flag) ? $"--{flag} =" : $"without --{flag} it is",
                    StringComparison.Ordinal),
                FixOf(daprd, diagnostic));

    // What is not there has the product's defaults in a model, and daprd's or the injector's in a manifest.
    private static string FixOf(FoundDaprd daprd, Diagnostic diagnostic) =>
        diagnostic.Rule == DiagnosticRules.MtlsOff ? "Set --enable-mtls=true, unless mTLS is off in the control plane too."
        : diagnostic.Rule == DiagnosticRules.LoopbackOnly && daprd.IsInjected ? "Set dapr.io/sidecar-listen-addresses: 0.0.0.0."
        : diagnostic.Rule == DiagnosticRules.InternalPortChanged && !daprd.IsInjected
        ? "Set --dapr-internal-grpc-port=50002, or the same number on every daprd, injected sidecars included."
        : diagnostic.Fix;

    // Ports have the names of flags here. One that no annotation can change stays, so the other one has to go: the app's, if none is
    // daprd's.
    private static Spot Clash(FoundDaprd daprd, Diagnostic diagnostic, DaprdOption option)
    {
        List<DaprdOption> ports =
        [
            .. from port in DaprdOptionTable.All
               where port.Type == DaprdOptionType.Port && diagnostic.Message.Contains(port.Name, StringComparison.Ordinal)
               select port,
        ];
        var changed = !daprd.IsInjected || option.Annotation is not null ? option
            : ports.Find(other => other.Annotation is not null) ?? DaprdOptionTable.ByFlag("app-port");
        return At(daprd, changed.Flag,
            ports.Aggregate(diagnostic.Message, (text, port) => text.Replace(port.Name, $"--{port.Flag}", StringComparison.Ordinal)),
            changed.Flag == "app-port" ? "Give the app another port."
                : daprd.IsInjected ? $"Set {Prefix}{changed.Annotation} to another port."
                : $"Set --{changed.Flag} to another port.");
    }
}

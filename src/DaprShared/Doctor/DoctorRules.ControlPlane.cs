using System.Text.RegularExpressions;
using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>How a daprd finds its control plane, and proves to it who it is.</summary>
internal static partial class DoctorRules
{
    private const string Scheduler = "DAPR_SCHEDULER_HOST_ADDRESS", SchedulerFlag = "scheduler-host-address";

    private static DoctorRule[] ControlPlaneRules() =>
    [
        Written(DiagnosticRules.SchedulerUnread,
            "daprd reads the scheduler's address from --scheduler-host-address; the variable DAPR_SCHEDULER_HOST_ADDRESS was read by 1.14 "
                + "to "
                + "1.16 only. Without a scheduler jobs, reminders and workflows answer with 500.",
            UnreadScheduler, since: V1_17),
        Written(DiagnosticRules.SchedulerSoonUnread,
            "daprd 1.17 and later read the scheduler's address from --scheduler-host-address alone, so an upgrade takes the scheduler "
                + "away.",
            UnreadScheduler, before: V1_17),
        Daprd(DiagnosticRules.SchedulerPod,
            "The sidecar injector names the Service dapr-scheduler-server-a (Dapr 1.17 to 1.19), which leads to all schedulers. A pod's "
                + "name "
                + "leads to one, and to nothing while that one is away.",
            SchedulerPods),
        Daprd(DiagnosticRules.ControlPlanePort,
            "Sentry's port 80 is gone since control plane 1.14, and the operator's is a remainder that the injector does not use; seen "
                + "with "
                + "1.18.3: both time out and daprd never starts.",
            LegacyPorts),
        Daprd(DiagnosticRules.ControlPlaneMixed,
            "daprd accepts a control plane only with the SPIFFE identity that follows from DAPR_CONTROLPLANE_NAMESPACE and "
                + "DAPR_CONTROLPLANE_TRUST_DOMAIN (without them 'default' and 'localhost'), and Sentry only a token made for it.",
            (manifests, daprd) => daprd is { IsInjected: false, IsInCluster: true } ? Mixed(manifests, daprd) : []),
        Daprd(DiagnosticRules.IdentityRefused,
            "Sentry compares the app-id with the pod's annotation dapr.io/app-id, and refuses a pod whose annotation dapr.io/config is "
                + "empty "
                + "(dapr 1.18.3 pkg/sentry/server/validator/kubernetes).",
            (_, daprd) => daprd is { IsInjected: false, IsInCluster: true } ? Refused(daprd) : []),
        Daprd(DiagnosticRules.ConfigurationUnseen,
            "Sentry takes the trust domain of accessControl from the Configuration that the pod's annotation dapr.io/config names, not "
                + "from "
                + "--config; without it every daprd is in the trust domain 'public'.",
            (_, daprd) => daprd is { IsInjected: false, IsInCluster: true } ? UnseenConfiguration(daprd) : []),
        Daprd(DiagnosticRules.NoIdentity,
            "daprd trusts the root certificates in DAPR_TRUST_ANCHORS and nothing else, and sends Sentry the pod's token at "
                + "/var/run/secrets/dapr.io/sentrytoken; without them it ends at its start.",
            (manifests, daprd) => daprd is { IsInjected: false, IsInCluster: true } ? WithoutIdentity(manifests, daprd) : []),
        Daprd(DiagnosticRules.NotKubernetesMode,
            "daprd's mode is 'standalone' unless --mode=kubernetes says otherwise: components, Configuration and names of other apps then "
                + "come "
                + "from files and multicast, not from the cluster.",
            (_, daprd) => daprd.IsInCluster ? [] : [At(daprd, "mode", "--mode is not 'kubernetes'.", "Set --mode=kubernetes.")]),
    ];

    private static IEnumerable<Spot> UnreadScheduler(Manifests manifests, FoundDaprd daprd, Container container)
    {
        if (manifests.VariableOf(daprd, Scheduler) is { IsUnknown: false } variable && daprd.Value(SchedulerFlag).Length == 0
            && manifests.VariableOf(daprd, $"{Scheduler}_DNS_A") is null)
        {
            yield return new(daprd.Object, variable.Field, variable.Node,
                $"the scheduler is named by the variable {Scheduler} alone"
                    + (daprd.Version is { } version ? $", and the image is daprd {version}." : "."),
                "Name it by --scheduler-host-address=dapr-scheduler-server-a.<control plane's namespace>.svc.cluster.local:443.");
        }
    }

    private static IEnumerable<Spot> SchedulerPods(Manifests manifests, FoundDaprd daprd)
    {
        const string fix = "Name the Service: dapr-scheduler-server-a.<control plane's namespace>.svc.cluster.local:443.";
        if (SchedulerPod().Match(daprd.Value(SchedulerFlag)) is { Success: true } flag && !daprd.Value(SchedulerFlag).Contains(','))
        {
            yield return At(daprd, SchedulerFlag, $"it leads to the pod {flag.Value} alone.", fix);
        }

        if (manifests.VariableOf(daprd, Scheduler) is { Value: { } value } variable && SchedulerPod().Match(value) is { Success: true } pod)
        {
            yield return new(daprd.Object, variable.Field, variable.Node, $"it leads to the pod {pod.Value} alone.", fix);
        }
    }

    private static IEnumerable<Spot> LegacyPorts(Manifests manifests, FoundDaprd daprd) =>
        from service in ((string Flag, string Name)[])[("sentry-address", "Sentry"), ("control-plane-address", "the operator")]
        let address = daprd.Value(service.Flag)
        where address.EndsWith(":80", StringComparison.Ordinal)
        select At(daprd, service.Flag, $"{service.Name} is called at '{address}'.", $"Use port 443: '{address[..^2]}443'.");

    private static IEnumerable<Spot> Mixed(Manifests manifests, FoundDaprd daprd)
    {
        string? Variable(string name, string flag, string standard) => daprd.Value(flag) is { Length: > 0 } value ? value
            : manifests.VariableOf(daprd, name) is { } variable ? variable.Value
            : standard;
        (string What, string? Name)[] namespaces =
        [
            ("DAPR_CONTROLPLANE_NAMESPACE", Variable("DAPR_CONTROLPLANE_NAMESPACE", "control-plane-namespace", "default")),
            .. from flag in (string[])["control-plane-address", "sentry-address", "placement-host-address", SchedulerFlag]
               select ($"--{flag}", ServiceNamespace().Match(daprd.Value(flag)) is { Success: true } match ? match.Groups[1].Value : null),
            ("the token's audience", Audience(daprd)?.Namespace),
            .. from init in daprd.Workload.Containers
               where init is { IsInit: true, Image.Repository: "dapr-shared" }
               select ($"init container '{init.Name}'",
                   manifests.VariableOf(daprd.Workload, init, "DAPR_CONTROL_PLANE_NAMESPACE") is { } own ? own.Value : "dapr-system"),
        ];
        (string What, string? Name)[] domains =
        [
            ("DAPR_CONTROLPLANE_TRUST_DOMAIN", Variable("DAPR_CONTROLPLANE_TRUST_DOMAIN", "control-plane-trust-domain", "localhost")),
            ("the token's audience", Audience(daprd)?.Domain),
        ];
        foreach (var (what, named) in ((string, (string What, string? Name)[])[])[("namespace", namespaces), ("trust domain", domains)])
        {
            var known = named.Where(item => !string.IsNullOrEmpty(item.Name)).GroupBy(item => item.Name!).ToList();
            if (known.Count > 1)
            {
                var said = known.Select(same => $"'{same.Key}' by {string.Join(", ", same.Select(item => item.What))}");
                yield return InPod(daprd, "spec", daprd.Container?.Node,
                    $"the control plane's {what} is {string.Join(", and ", said)}.",
                    $"Give all of them the {what} of the one control plane.");
            }
        }
    }

    private static (string Domain, string Namespace)? Audience(FoundDaprd daprd) =>
        (from audience in Audiences(daprd)
         let match = SpiffeId().Match(audience)
         where match.Success
         select ((string, string)?)(match.Groups[1].Value, match.Groups[2].Value)).FirstOrDefault();

    private static IEnumerable<string> Audiences(FoundDaprd daprd) =>
        from volume in daprd.Workload.Spec().ItemsAt("volumes")
        from source in volume.ItemsAt("projected", "sources")
        let audience = source.TextAt("serviceAccountToken", "audience")
        where audience.Length > 0
        select audience;

    private static IEnumerable<Spot> Refused(FoundDaprd daprd)
    {
        var annotations = daprd.Workload.Annotations;
        if (daprd.Settings.TryGetValue("app-id", out var own) && own.IsKnown
            && annotations.GetValueOrDefault("dapr.io/app-id") != own.Value)
        {
            yield return InPod(daprd, "metadata.annotations[dapr.io/app-id]", own.Node,
                annotations.TryGetValue("dapr.io/app-id", out var other)
                    ? $"the annotation says '{other}', and --app-id is '{own.Value}'."
                    : $"--app-id is '{own.Value}', and the pod has no annotation dapr.io/app-id.",
                $"Annotate the pod with dapr.io/app-id: {own.Value}.");
        }

        if (annotations.TryGetValue("dapr.io/config", out var config) && config.Length == 0)
        {
            yield return InPod(daprd, "metadata.annotations[dapr.io/config]",
                daprd.Object.Root.At([.. daprd.Workload.TemplatePath, "metadata", "annotations", "dapr.io/config"]),
                "the annotation dapr.io/config is empty.", "Remove it, or name a Configuration.");
        }
    }

    private static IEnumerable<Spot> UnseenConfiguration(FoundDaprd daprd)
    {
        if (daprd.Settings.TryGetValue("config", out var config) && config is { IsKnown: true, Value.Length: > 0 }
            && daprd.Workload.Annotations.GetValueOrDefault("dapr.io/config") != config.Value)
        {
            yield return InPod(daprd, "metadata.annotations[dapr.io/config]", config.Node,
                $"--config is '{config.Value}', and the pod's annotation dapr.io/config is not.",
                $"Annotate the pod with dapr.io/config: {config.Value}.");
        }
    }

    private static IEnumerable<Spot> WithoutIdentity(Manifests manifests, FoundDaprd daprd)
    {
        if (manifests.VariableOf(daprd, "DAPR_TRUST_ANCHORS") is null)
        {
            yield return new(daprd.Object, daprd.Container!.Field("env[DAPR_TRUST_ANCHORS]"), daprd.Container.Node,
                "there is no variable DAPR_TRUST_ANCHORS.",
                "Take it from key ca.crt of ConfigMap dapr-trust-bundle, copied from the control plane's namespace.");
        }

        if (!Audiences(daprd).Any())
        {
            yield return InPod(daprd, "spec.volumes", daprd.Workload.Spec("volumes") ?? daprd.Container!.Node,
                "the pod has no projected serviceAccountToken for Sentry.",
                "Add a projected volume with audience spiffe://cluster.local/ns/dapr-system/dapr-sentry and path token, mounted there.");
        }
    }

    [GeneratedRegex(@"dapr-scheduler-server-\d+\b")]
    private static partial Regex SchedulerPod();

    [GeneratedRegex(@"^[^,:/]+?\.([a-z0-9-]+)\.svc\b")]
    private static partial Regex ServiceNamespace();

    [GeneratedRegex("^spiffe://([^/]+)/ns/([^/]+)/dapr-sentry$")]
    private static partial Regex SpiffeId();
}

using System.Globalization;
using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Pods and workloads: probes, images, resources, updates.</summary>
internal static partial class DoctorRules
{
    private const string FullHealth = "/v1.0/healthz";

    private static DoctorRule[] PodRules() =>
    [
        Shared(DiagnosticRules.RestartedWithApp,
            "/v1.0/healthz answers 500 until daprd has reached its app, so Kubernetes restarts a shared daprd about every 30 s while the "
                + "app "
                + "is stopped or scaled to zero, and its API with it (all versions; the injector uses a TCP probe).",
            (_, daprd) => Probes(daprd, "livenessProbe", "startupProbe")),
        Shared(DiagnosticRules.NotReadyWithoutApp,
            "/v1.0/healthz answers 500 until daprd has reached its app. An app that waits for the Dapr API before it opens its port then "
                + "waits "
                + "for ever; /v1.0/healthz/outbound says whether the API serves.",
            (_, daprd) => Probes(daprd, "readinessProbe")),
        Daprd(DiagnosticRules.FloatingImage,
            "The tag 'latest', or none, is the newest daprd at each start of a pod, also one that the control plane was never tested with.",
            (_, daprd) => daprd is { Image: { Text.Length: > 0, HasDigest: false, Tag: "" or "latest" } image }
                ? [ImageAt(daprd, $"the image is '{image.Text}'.", "Name the control plane's version.")]
                : []),
        Daprd(DiagnosticRules.OlderThanControlPlane,
            "Dapr tests a daprd with control planes of the same and the neighbouring minor versions; what a newer control plane offers, an "
                + "older daprd does not know.",
            (manifests, daprd) => MinorsBehind(manifests, daprd) == 1
                ? [ImageAt(daprd, Behind(manifests, daprd), "Use the control plane's version.")]
                : []),
        Daprd(DiagnosticRules.VersionSkew,
            "Dapr tests neighbouring minor versions with each other, in both directions (dapr 1.18.3 tests/docs/version-skew-tests.md).",
            (manifests, daprd) => MinorsBehind(manifests, daprd) is > 1 or < -1
                ? [ImageAt(daprd, Behind(manifests, daprd), "Use the control plane's version, or one beside it.")]
                : []),
        Daprd(DiagnosticRules.NoResources,
            "Without requests the scheduler places daprd as if it needed nothing, an autoscaler of the pod's CPU does not work, and "
                + "without a "
                + "limit it takes what the node has. Dapr's documentation recommends 100m/250Mi and limits of 300m/1000Mi.",
            (_, daprd) => Resources(daprd)),
        Shared(DiagnosticRules.GapInUpdate,
            "By default a DaemonSet stops the old pod before the new one starts (maxSurge 0), and so does strategy Recreate: apps of the "
                + "node "
                + "have no Dapr API meanwhile.",
            (_, daprd) => Gap(daprd)),
        Shared(DiagnosticRules.EndsWhileCalled,
            "Kubernetes sends a pod calls for a moment after it has begun to end. Seen with daprd 1.18.3, 20 requests/s and an update: 398 "
                + "of "
                + "400 succeed; with --dapr-block-shutdown-duration=5s 400 of 400.",
            (_, daprd) => daprd.Value("dapr-block-shutdown-duration").Length == 0
                && daprd.Container?.Node.At("lifecycle", "preStop") is null
                ? [At(daprd, "dapr-block-shutdown-duration", "nothing holds daprd's shutdown back.",
                    $"Set {Setting(daprd, "dapr-block-shutdown-duration", "5s")} and a terminationGracePeriodSeconds that has room for "
                        + "it.")]
                : []),
        Daprd(DiagnosticRules.KilledEarly,
            "Kubernetes kills a pod after terminationGracePeriodSeconds (30 by default); daprd first blocks for "
                + "--dapr-block-shutdown-duration, "
                + "then takes up to --dapr-graceful-shutdown-seconds (5 by default).",
            (_, daprd) => Killed(daprd)),
        Shared(DiagnosticRules.NoDisruptionBudget,
            "A drain of nodes evicts all pods that no PodDisruptionBudget keeps, several daprds of one app-id at once.",
            (manifests, daprd) => !daprd.Workload.IsDaemonSet && manifests.ReplicasOf(daprd) > 1 && manifests.ServicesOf(daprd).Any()
                && !manifests.Of("PodDisruptionBudget").Any(budget => Manifests.Selects(budget, "selector", daprd.Workload))
                ? [OfObject(daprd.Object, "spec.replicas", $"no PodDisruptionBudget has the {manifests.ReplicasOf(daprd)} daprds.",
                    "Add one with maxUnavailable: 1.")]
                : []),
    ];

    private static IEnumerable<Spot> Probes(FoundDaprd daprd, params string[] probes) =>
        from probe in daprd.Container is null || daprd.Value("app-port") is "" or "0" ? [] : probes
        let path = daprd.Container!.Node.TextAt(probe, "httpGet", "path")
        where path.TrimEnd('/') == FullHealth
        select InContainer(daprd, daprd.Container!, $"{probe}.httpGet.path", $"{probe} asks for {path}.",
            probe == "readinessProbe"
                ? $"Ask for {FullHealth}/outbound."
                : "Use a tcpSocket probe of the public port, as the injector does.");

    private static Spot ImageAt(FoundDaprd daprd, string message, string fix) => daprd.Container is { } container
        ? InContainer(daprd, container, "image", message, fix)
        : InPod(daprd, "metadata.annotations[dapr.io/sidecar-image]", null, message, fix);

    private static int? MinorsBehind(Manifests manifests, FoundDaprd daprd) =>
        (manifests.ControlPlaneVersion, daprd.Version) is ({ } control, { } own)
            ? (control.Major - own.Major) * 100 + control.Minor - own.Minor
            : null;

    private static string Behind(Manifests manifests, FoundDaprd daprd) =>
        $"daprd is {daprd.Image.Tag}, the control plane {manifests.ControlPlane}.";

    private static IEnumerable<Spot> Resources(FoundDaprd daprd)
    {
        if (daprd.Container is { } container && container.Node.IsEmptyAt("resources"))
        {
            yield return InContainer(daprd, container, "resources", "the container has no resources.",
                "Set requests (100m, 250Mi) and a limit of memory, with GOMEMLIMIT at nine tenths of it.");
        }
        else if (daprd.IsInjected && !daprd.Workload.Annotations.Keys.Any(InjectedResources))
        {
            yield return InPod(daprd, "metadata.annotations", daprd.NodeOf("app-id"),
                "no annotation dapr.io/sidecar-cpu-* or -memory-* is there.",
                "Set dapr.io/sidecar-cpu-request, dapr.io/sidecar-memory-request and dapr.io/sidecar-memory-limit.");
        }

        static bool InjectedResources(string name) =>
            name.StartsWith("dapr.io/sidecar-cpu-", StringComparison.Ordinal)
            || name.StartsWith("dapr.io/sidecar-memory-", StringComparison.Ordinal);
    }

    private static IEnumerable<Spot> Gap(FoundDaprd daprd)
    {
        var spec = daprd.Object.Root.At("spec");
        if (daprd.Workload.IsDaemonSet && spec.TextAt("updateStrategy", "rollingUpdate", "maxSurge") is "" or "0" or "0%")
        {
            yield return OfObject(daprd.Object, "spec.updateStrategy", "a node is without a daprd while it is updated.",
                "Set rollingUpdate with maxSurge: 1 and maxUnavailable: 0.");
        }
        else if (spec.TextAt("strategy", "type") == "Recreate")
        {
            yield return OfObject(daprd.Object, "spec.strategy", "all daprds are stopped before new ones start.",
                "Use type RollingUpdate.");
        }
    }

    private static IEnumerable<Spot> Killed(FoundDaprd daprd)
    {
        var grace = Number(daprd.Workload.Spec().TextAt("terminationGracePeriodSeconds"), 30);
        var graceful = Number(daprd.Value("dapr-graceful-shutdown-seconds"), 5);
        var blocked = GoDuration.TryParse(daprd.Value("dapr-block-shutdown-duration"))?.TotalSeconds ?? 0;
        if (graceful + blocked > grace)
        {
            yield return InPod(daprd, "spec.terminationGracePeriodSeconds", daprd.Workload.Spec("terminationGracePeriodSeconds"),
                $"the pod has {grace} s to end, and daprd may take {(graceful + blocked).ToString(CultureInfo.InvariantCulture)} s.",
                "Lengthen it.");
        }

        static int Number(string text, int standard) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : standard;
    }
}

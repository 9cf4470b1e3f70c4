using System.Text.Json;
using System.Text.Json.Nodes;
using DaprShared.Tool.Chart;
using DaprShared.Tool.Values;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>
/// Whatever can be set in the model can be set in the values: each property is changed by the key beside it, or is an exception with a
/// reason.
/// </summary>
public class ModelTests
{
    private const string LocalOnly = "run mode has it, a manifest has not";
    private const string ChartOnly = "Aspire's chart has names and labels of its own";

    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["SharedDaprd.DisplayName"] = "diagnostics name keys",
        ["SharedDaprd.HasLocalFiles"] = LocalOnly,
        ["SharedDaprd.LocalPlacement"] = LocalOnly,
        ["SharedDaprd.LocalScheduler"] = LocalOnly,
        ["RemoteApp.Protocol"] = "the option AppProtocol, which wins over it, has the key",
        ["DaprdOptions.PlacementHostAddress"] = "the control plane's address has the key",
        ["DaprdOptions.SchedulerHostAddress"] = "the control plane's address has the key",
        ["SharedDaprd.Resources"] = "files, not values: --resources-path",
        ["ObjectSettings.AccountNamespace"] = ChartOnly,
        ["ObjectSettings.Namespace"] = "-n, as for Helm and kubectl",
        ["ObjectSettings.ApiServiceName"] = ChartOnly,
        ["ObjectSettings.Labels"] = ChartOnly,
        ["ObjectSettings.Resolve"] = "values are texts, so there is no reference to resolve",
    };

    // Values in which nothing optional is missing.
    private const string All = "shared.appId=all,shared.remoteURL=all,shared.remotePort=9,shared.autoscaling.maxReplicas=9,"
        + "shared.injection.enabled=true,shared.trustAnchors.configMap=all,shared.podMonitor.enabled=true";

    // The property, and a value for the key that sets it.
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["SharedDaprd.AppId"] = "shared.appId=basket",
        ["SharedDaprd.App"] = "shared.remoteURL=,shared.remotePort=0",
        ["RemoteApp.Host"] = "shared.remoteURL=orders",
        ["RemoteApp.Port"] = "shared.remotePort=80",
        ["SharedDaprd.Strategy"] = "shared.strategy=deployment",
        ["SharedDaprd.Replicas"] = "shared.strategy=deployment,shared.deployment.replicas=2,shared.autoscaling=null",
        ["SharedDaprd.Options"] = "shared.log.level=debug",
        ["SharedDaprd.ExtraArguments"] = "shared.daprd.extraArgs={--new-flag=1}",
        ["SharedDaprd.ControlPlane"] = "shared.controlPlane.namespace=ops",
        ["SharedDaprd.InboundRetries"] = "shared.daprd.inboundRetries.enabled=false",
        ["SharedDaprd.Needs"] = "shared.workflows.enabled=true",
        ["SharedDaprd.Image"] = "shared.daprd.image.tag=1.19.0",
        ["SharedDaprd.ApiToken"] = "shared.daprd.tokenSecret.name=",
        ["TokenReference.SecretName"] = "shared.daprd.tokenSecret.name=tokens",
        ["TokenReference.Key"] = "shared.daprd.tokenSecret.key=api",
        ["SharedDaprd.AppToken"] = "shared.daprd.appTokenSecret.name=tokens",
        ["SharedDaprd.Pod"] = "shared.priorityClassName=high",
        ["SharedDaprd.Workload"] = "shared.networkPolicy.enabled=false",
        ["SharedDaprd.Injection"] = "shared.injection.enabled=false",
        ["SharedDaprd.TrustAnchors"] = "shared.trustAnchors.configMap=roots",

        ["ControlPlane.Namespace"] = "shared.controlPlane.namespace=ops",
        ["ControlPlane.TrustDomain"] = "shared.controlPlane.trustDomain=corp",
        ["ControlPlane.ClusterDomain"] = "shared.controlPlane.clusterDomain=corp",
        ["ControlPlane.Placement"] = "shared.controlPlane.placementServer.address=",
        ["ControlPlane.Scheduler"] = "shared.scheduler.address=",
        ["ControlPlane.OperatorOverride"] = "shared.controlPlane.operator.address=operator",
        ["ControlPlane.SentryOverride"] = "shared.controlPlane.sentry.address=sentry",
        ["ControlPlane.PlacementOverride"] = "shared.controlPlane.placementServer.address=placement",
        ["ControlPlane.SchedulerOverride"] = "shared.scheduler.address=scheduler:50006",
        ["ControlPlane.SentryAudienceOverride"] = "shared.daprd.serviceAccountIdentityToken.audience=sentry",

        ["ContainerImage.Registry"] = "shared.daprd.image.registry=ghcr.io/dapr",
        ["ContainerImage.Name"] = "shared.daprd.image.name=dapr",
        ["ContainerImage.Tag"] = "shared.daprd.image.tag=1.19.0",
        ["ContainerImage.Digest"] = "shared.daprd.image.digest=sha256:0123456789012345678901234567890123456789012345678901234567890123",
        ["ContainerImage.PullPolicy"] = "shared.daprd.image.pullPolicy=Always",

        ["PodSettings.ServiceAccountName"] = "shared.serviceAccount.name=mine",
        ["PodSettings.MountServiceAccountToken"] = "shared.serviceAccount.automount=true",
        ["PodSettings.ReadableSecrets"] = "shared.daprd.readableSecrets={redis}",
        ["PodSettings.CreateServiceAccount"] = "shared.serviceAccount.create=false",
        ["PodSettings.ServiceAccountAnnotations"] = "shared.serviceAccount.annotations.role=orders",
        ["PodSettings.Labels"] = "shared.podLabels.team=shop",
        ["PodSettings.Annotations"] = "podAnnotations.team=shop",
        ["PodSettings.NodeSelector"] = "shared.scheduling.nodeSelector.pool=apps",
        ["PodSettings.Tolerations"] = "tolerations[0].key=dedicated",
        ["PodSettings.Affinity"] = "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution={}",
        ["PodSettings.PriorityClassName"] = "shared.priorityClassName=high",
        ["PodSettings.Volumes"] = "shared.volumes[0].name=certs",
        ["PodSettings.VolumeMounts"] = "shared.daprd.volumeMounts[0].name=certs,shared.daprd.volumeMounts[0].mountPath=/certs",
        ["PodSettings.Environment"] = "shared.daprd.env[0].name=A",
        ["PodSettings.SecretEnvironment"] =
            "shared.daprd.env[0].name=A,shared.daprd.env[0].valueFrom.secretKeyRef.name=s,shared.daprd.env[0].valueFrom.secretKeyRef.key=k",
        ["PodSettings.ImagePullSecrets"] = "imagePullSecrets[0].name=mirror",
        ["PodSettings.PodSecurityContext"] = "podSecurityContext.fsGroup=1",
        ["PodSettings.ContainerSecurityContext"] = "securityContext.runAsUser=1",
        ["PodSettings.Resources"] = "shared.daprd.resources.limits.cpu=1",
        ["PodSettings.ApiServiceType"] = "shared.service.type=NodePort",

        ["WorkloadSettings.TrafficPolicy"] = "shared.service.internalTrafficPolicy=Cluster",
        ["WorkloadSettings.Autoscaling"] = "shared.autoscaling.maxReplicas=3",
        ["Autoscaling.MinReplicas"] = "shared.autoscaling.minReplicas=2",
        ["Autoscaling.MaxReplicas"] = "shared.autoscaling.maxReplicas=3",
        ["Autoscaling.CpuUtilization"] = "shared.autoscaling.targetCPUUtilizationPercentage=60",
        ["WorkloadSettings.MaxSurge"] = "shared.rollingUpdate.maxSurge=2",
        ["WorkloadSettings.MaxUnavailable"] = "shared.rollingUpdate.maxUnavailable=1",
        ["WorkloadSettings.PodDisruptionBudget"] = "shared.podDisruptionBudget.enabled=false",
        ["WorkloadSettings.TopologySpread"] = "shared.topologySpread.enabled=false",
        ["WorkloadSettings.PodMonitor"] = "shared.podMonitor.enabled=false",
        ["PodMonitor.Interval"] = "shared.podMonitor.interval=30s",
        ["PodMonitor.Labels"] = "shared.podMonitor.labels.release=prometheus",
        ["WorkloadSettings.PrometheusAnnotations"] = "shared.prometheusAnnotations.enabled=false",
        ["WorkloadSettings.NetworkPolicy"] = "shared.networkPolicy.enabled=false",
        ["WorkloadSettings.Clients"] = "shared.networkPolicy.clients[0].podSelector.matchLabels.job=nightly",
        ["WorkloadSettings.MetricsNamespaces"] = "shared.networkPolicy.metricsNamespaces.matchLabels.team=ops",

        ["SidecarInjection.PinImage"] = "shared.injection.pinImage=true",
        ["SidecarInjection.PlaceholderImage"] = "shared.injection.placeholder.image.registry=mirror.example",
        ["SidecarInjection.PlaceholderResources"] = "shared.injection.placeholder.resources.limits.cpu=20m",

        ["TrustAnchors.ConfigMapName"] = "shared.trustAnchors.configMap=roots",
        ["TrustAnchors.Key"] = "shared.trustAnchors.key=root.pem",
        ["TrustAnchors.Pem"] = "shared.trustAnchors.pem=x",

        ["ObjectSettings.AppPods"] = "shared.networkPolicy.appPods.matchLabels.app=orders",
        ["ObjectSettings.StartupInputs"] = "shared.workflows.enabled=true",
    };

    // Each option of daprd is a row of the table.
    private static readonly Dictionary<string, string> OptionKeys =
        DaprdOptionTable.All.Where(option => option.IsUserOption)
            .ToDictionary(option => $"DaprdOptions.{option.Name}", option => $"{ChartKeyTable.KeyOf(option)}={Example(option)}");

    // Every property that can be set, and how to get to it from the model.
    private static readonly Dictionary<string, Func<(SharedDaprd, ObjectSettings), object?>> Properties = PropertiesOf();

    public static TheoryData<string, string> Sets =>
        [.. Keys.Concat(OptionKeys).Where(pair => !Exceptions.ContainsKey(pair.Key)).Select(pair => (pair.Key, pair.Value))];

    [Fact]
    public void Every_property_of_the_model_has_a_key_or_a_reason_for_none() => Assert.Equal(
        Properties.Keys.Order(StringComparer.Ordinal),
        Keys.Keys.Concat(OptionKeys.Keys).Concat(Exceptions.Keys).Distinct().Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Sets))]
    public void A_key_sets_the_property(string property, string set) =>
        Assert.NotEqual(
            JsonSerializer.Serialize(Properties[property](Read(All))),
            JsonSerializer.Serialize(Properties[property](Read(All, set))));

    [Fact]
    public void A_mistake_in_a_member_names_the_key_that_sets_it()
    {
        var members = ChartDiagnostics.KeyOfMember.ExceptBy(
            Exceptions.Keys.Concat(Exceptions.Keys.Select(property => property.Split('.')[1])), pair => pair.Key);
        Assert.All(members, member => Assert.Contains(Keys.Concat(OptionKeys), known =>
            known.Key.Split('.')[1] == member.Key && known.Value.Contains(member.Value, StringComparison.Ordinal)));
    }

    private static (SharedDaprd, ObjectSettings) Read(params string[] sets)
    {
        var (values, draft) = (new JsonObject(), new Draft());
        Array.ForEach(sets, set => SetExpression.Apply(values, set, SetExpression.Typed));
        ChartValues.Read(values, draft);
        var read = draft.Complete();
        Assert.DoesNotContain(draft.Diagnostics, diagnostic => diagnostic.IsError);
        return read;
    }

    private static Dictionary<string, Func<(SharedDaprd, ObjectSettings), object?>> PropertiesOf()
    {
        var found = new Dictionary<string, Func<(SharedDaprd, ObjectSettings), object?>>();
        var owners = new Queue<(Type Type, Func<(SharedDaprd, ObjectSettings), object?> Get)>(
            [(typeof(SharedDaprd), read => read.Item1), (typeof(ObjectSettings), read => read.Item2)]);
        while (owners.TryDequeue(out var owner))
        {
            // Those of TrustAnchors are set by its two factories.
            foreach (var property in owner.Type.GetProperties()
                .Where(property => property.CanWrite || (owner.Type == typeof(TrustAnchors) && !property.GetMethod!.IsStatic)))
            {
                Func<(SharedDaprd, ObjectSettings), object?> get = read =>
                    property.GetValue(owner.Get(read) ?? throw new InvalidOperationException($"{owner.Type.Name} is missing."));
                if (found.TryAdd($"{owner.Type.Name}.{property.Name}", get)
                    && property.PropertyType.Assembly == typeof(SharedDaprd).Assembly
                    && property.PropertyType is { IsClass: true } type
                    && type != typeof(TextOrReference))
                {
                    owners.Enqueue((type, get));
                }
            }
        }

        return found;
    }

    private static string Example(DaprdOption option) => option.Type switch
    {
        DaprdOptionType.Boolean => option.Name == nameof(DaprdOptions.EnableMtls) ? "false" : "true",
        DaprdOptionType.Number or DaprdOptionType.Port => "7",
        DaprdOptionType.Duration => "7s",
        DaprdOptionType.Quantity => "7Mi",
        _ => option.Allowed.Count > 0 ? option.Allowed[^1] : "text",
    };
}

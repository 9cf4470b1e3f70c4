using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting.Tests;

/// <summary>One shared daprd, rendered by all three targets and compared object by object: Aspire's chart, plain manifests, the tool.</summary>
public sealed class TargetsTests : IDisposable
{
    private const string Resources =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.redis
          version: v1
          metadata:
            - name: redisHost
              value: redis:6379
        scopes:
          - orders
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: retries
        spec:
          policies:
            timeouts:
              short: 2s
        """;

    // What differs on purpose between plain manifests and what Helm makes of the chart. A line that is no longer needed fails the test too.
    private static readonly (string Difference, string Why)[] OnPurpose =
    [
        ("app.kubernetes.io", "Aspire labels the objects of its chart"),
        ("--app-channel-address=", "Aspire's Service of the app is called <app>-service"),
        ("env/DAPR_API_TOKEN", "the chart's Secret holds the token"),
        ("env/DAPR_TRUST_ANCHORS", "the chart brings the ConfigMap"),
        ("env/GOMEMLIMIT", "computed by Helm, in bytes"),
        ("annotations/checksum/", "values of the chart restart daprd"),
        ("imagePullPolicy", "the publisher writes Kubernetes' own default"),
        ("revisionHistoryLimit", "the publisher's default"),
        ("Service/orders-dapr-api: /spec/ports/", "the publisher's names, which its Ingress goes by"),
        ("spec/ingress/0/from", "the chart knows the pods of the app"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public TargetsTests() => File.WriteAllText(Path.Combine(_folder, "resources.yaml"), Resources);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Variants => [.. Models.Keys];

    // The lines of the AppHost, and the values of the tool that say the same.
    private static readonly Dictionary<string, (Action<IResourceBuilder<DaprSharedResource>> AppHost, string Values)> Models = new()
    {
        ["DaemonSet"] = (dapr => dapr.WithToleration("dedicated", "dapr", "NoSchedule"), """
              strategy: daemonset
            tolerations:
            - {key: dedicated, operator: Equal, value: dapr, effect: NoSchedule}
            """),
        ["Deployment"] = (
            dapr => dapr.PublishAsDeployment(replicas: 3).WithResources(cpuLimit: "1").WithPriorityClass("platform").WithOptions(options => (options.AppMaxConcurrency, options.AppHealthProbeInterval) = (8, 10)),
            """
              strategy: deployment
              deployment: {replicas: 3}
              priorityClassName: platform
              daprd:
                resources: {limits: {cpu: "1"}}
                options: {app-max-concurrency: 8}
                appHealth: {probeInterval: 10}
            """),
        ["autoscaled"] = (dapr => dapr.PublishAsDeployment().WithAutoscaling(2, 5), """
              strategy: deployment
              autoscaling: {minReplicas: 2, maxReplicas: 5}
            """),
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Plain_manifests_are_the_tools_byte_for_byte(string variant)
    {
        var output = Path.Combine(_folder, "output");
        using var errors = new StringWriter();
        using var values = new StringReader(Values(variant));
        Assert.True(Tool.Program.Run(["render", "-f", "-", "--resources-path", Path.Combine(_folder, "resources.yaml"), "-o", output], values, errors, errors) == 0, errors.ToString());

        var plain = await AppHost.PublishAsync(builder => Model(builder, variant));

        Assert.Equal(
            Directory.EnumerateFiles(output).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}"),
            plain.Where(file => file.Key.StartsWith("dapr-shared/orders/", StringComparison.Ordinal)).Select(file => $"{Path.GetFileName(file.Key)}\n{file.Value}"));
    }

    [Fact]
    public async Task The_chart_is_the_same_but_for_what_differs_on_purpose()
    {
        HashSet<string> seen = [];
        foreach (var variant in Models.Keys)
        {
            var plain = Objects((await AppHost.PublishAsync(builder => Model(builder, variant))).Where(file => Regex.IsMatch(file.Key, "^dapr-shared/orders/(?!kustomization)")).Select(file => file.Value));
            using var helm = new Helm(await AppHost.PublishAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                Model(builder, variant);
            }));
            var chart = Objects(helm.Template());

            Assert.Empty(plain.Keys.Except(chart.Keys));
            List<string> differences =
            [
                .. from pair in plain
                   let other = chart[pair.Key]
                   from line in pair.Value.Except(other).Concat(other.Except(pair.Value))
                   select $"{variant}, {pair.Key}: {line}",
            ];
            seen.UnionWith(OnPurpose.Select(row => row.Difference).Where(text => differences.Exists(difference => difference.Contains(text, StringComparison.Ordinal))));
            Assert.DoesNotContain(differences, difference => !OnPurpose.Any(row => difference.Contains(row.Difference, StringComparison.Ordinal)));
        }

        Assert.Equal(OnPurpose.Select(row => row.Difference).Order(), seen.Order());
    }

    private void Model(IDistributedApplicationBuilder builder, string variant)
    {
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 8080, targetPort: 8080);
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).WithResourcesFolder(_folder);
        orders.WithReference(dapr);
        Models[variant].AppHost(dapr);
    }

    private static string Values(string variant) => $"shared:\n  appId: orders\n  remoteURL: orders\n  remotePort: 8080\n{Models[variant].Values}";

    // Each object as its lines: path and value. Items of a list go by their name, so that their order does not matter.
    private static Dictionary<string, HashSet<string>> Objects(IEnumerable<string> documents)
    {
        var deserializer = new DeserializerBuilder().Build();
        return documents.Select(deserializer.Deserialize<object>).ToDictionary(
            item => $"{item.At("kind")}/{item.At("metadata/name")}".Replace("orders-dapr-service", "orders-dapr-api", StringComparison.Ordinal),
            item => Lines("", item).Where(line => !line.StartsWith("/metadata/name=", StringComparison.Ordinal)).ToHashSet());
    }

    private static IEnumerable<string> Lines(string path, object? node) => node switch
    {
        Dictionary<object, object> map => map.SelectMany(pair => Lines($"{path}/{pair.Key}", pair.Value)),
        List<object> list => list.Index().SelectMany(item => Lines($"{path}/{item.Item.At("name") ?? (item.Item is string ? "" : item.Index)}", item.Item)),
        _ => [$"{path}={node}"],
    };
}

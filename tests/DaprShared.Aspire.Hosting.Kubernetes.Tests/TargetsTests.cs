using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting.Tests;

/// <summary>One shared daprd as plain manifests and as Helm makes it of the chart, compared object by object.</summary>
public sealed class TargetsTests : IDisposable
{
    private readonly Variants _variants = new();

    public void Dispose() => _variants.Dispose();

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

    [Fact]
    public async Task The_chart_is_the_same_but_for_what_differs_on_purpose()
    {
        HashSet<string> seen = [];
        foreach (var variant in Variants.Names)
        {
            var plain = Objects((await AppHost.PublishAsync(builder => _variants.Add(builder, variant)))
                .Where(file => Regex.IsMatch(file.Key, "^dapr-shared/orders/(?!kustomization)"))
                .Select(file => file.Value));
            using var helm = new Helm(await AppHost.PublishAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                _variants.Add(builder, variant);
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
            seen.UnionWith(OnPurpose
                .Select(row => row.Difference)
                .Where(text => differences.Exists(difference => difference.Contains(text, StringComparison.Ordinal))));
            Assert.DoesNotContain(
                differences,
                difference => !OnPurpose.Any(row => difference.Contains(row.Difference, StringComparison.Ordinal)));
        }

        Assert.Equal(OnPurpose.Select(row => row.Difference).Order(), seen.Order());
    }

    // Each object as its lines: path and value. Items of a list go by their name, so that their order does not matter.
    private static Dictionary<string, HashSet<string>> Objects(IEnumerable<string> documents)
    {
        var deserializer = new DeserializerBuilder().Build();
        return documents.Select(deserializer.Deserialize<object>).ToDictionary(
            item => $"{item.At("kind")}/{item.At("metadata/name")}"
                .Replace("orders-dapr-service", "orders-dapr-api", StringComparison.Ordinal),
            item => Lines("", item).Where(line => !line.StartsWith("/metadata/name=", StringComparison.Ordinal)).ToHashSet());
    }

    private static IEnumerable<string> Lines(string path, object? node) => node switch
    {
        Dictionary<object, object> map => map.SelectMany(pair => Lines($"{path}/{pair.Key}", pair.Value)),
        List<object> list => list.Index().SelectMany(item =>
            Lines($"{path}/{item.Item.At("name") ?? (item.Item is string ? "" : item.Index)}", item.Item)),
        _ => [$"{path}={node}"],
    };
}

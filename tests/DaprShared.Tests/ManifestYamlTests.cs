using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Tests;

public class ManifestYamlTests
{
    private static readonly SharedDaprd Orders = new()
    {
        AppId = "orders",
        App = new("orders", "8080"),
        Pod = new() { Annotations = Ambiguous() },
    };

    public static TheoryData<string> Texts { get; } =
    [
        "", " ", "a", "on", "Off", "yes", "No", "y", "N", "true", "FALSE", "null", "Null", "~", "1.18", "1.18.3", "0x1", "0o7", "010",
        "007", "1e3", "1_000", "-1", "+1", ".5", ".inf", "-.INF", ".nan", "12:30:45", "2026-11-23", "2026-11-23T00:00:00Z", "<<", "=",
        "!tag", "&anchor", "*alias", "@at", "`tick`", "%percent", "- item", "? key", ": value", "key: value", "key:", "http://host:3500/",
        "a #comment", "#comment", "a#b", "[a]", "{a: b}", "{{ .Values.a }}", "'single'", "\"double\"", "back\\slash", "tab\there",
        " leading", "trailing ", "two\nlines", "two\nlines\n", "many\n\n\n", "\nfirst", "  indented\nthen not", "crlf\r\nline", "cr\rline",
        "home: ~", "a~b\0",
        "trailing \nspace", "\ttab\nline", "---", "--- a", "...", "---\ndocument", "ünï😀", "\u0085", "\u2028", "\u00a0", "\u0007",
        "\ufeff",
        "|", ">", ",", "-", "--flag=value", "--flag=a:b", "spiffe://cluster.local/ns/dapr-system/dapr-sentry", "500m", "1Gi", "#\n#",
        "null\n", "# a\nb", "zero\0\n", "bell\a\nline", "colour\e[31m\nline", "mark\ufeff\nline", new string('\u2028', 300),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_stays_the_same_text_for_every_reader(string text)
    {
        var yaml = ManifestYaml.Write(new JsonObject { ["text"] = text, ["list"] = new JsonArray(text), [text] = "key", ["last"] = 1 });

        var map = Parse(yaml);
        Assert.Equal(text, Text(map["text"]));
        Assert.Equal(text, Text(((YamlSequenceNode)map["list"])[0]));
        Assert.Contains(map.Children, pair => Text(pair.Key) == text);
        Assert.Equal("1", ((YamlScalarNode)map["last"]).Value);
        Assert.DoesNotMatch(@"[\p{Cc}-[\n\t]]", yaml); // go-yaml refuses them
    }

    [Fact]
    public void Random_texts_stay_the_same_texts()
    {
        const int Seed = 20261123;
        const string Characters = "ab01 .:-#'\"\\{}[]|>&*!%@~,?=\n\t\r\u00e9\u0085\u2028yn";
        var random = new Random(Seed);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string(random.GetItems<char>(Characters, random.Next(12)));
            var yaml = ManifestYaml.Write(new JsonObject { ["map"] = new JsonObject { ["text"] = text }, ["after"] = "x" });
            var read = Record.Exception(() => Assert.Equal(text, Text(Parse(yaml)["map"]["text"])));
            Assert.True(read is null, $"seed {Seed}, round {round}, text {JsonValue.Create(text).ToJsonString()}: {read?.Message}\n{yaml}");
        }
    }

    [Fact]
    public void Numbers_and_booleans_are_no_texts() => Assert.Equal(
        "number: 1\nflag: true\ntext: \"1\"\nempty: {}\nnone: []\n",
        ManifestYaml.Write(JsonNode.Parse("""{ "number": 1, "flag": true, "text": "1", "empty": {}, "none": [] }""")!));

    [Fact]
    public void The_kind_comes_first() => Assert.StartsWith(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: orders-daprd\n",
        ManifestYaml.Write(KubernetesObjects.Build(Orders)[0]), StringComparison.Ordinal);

    [Theory]
    [InlineData(SharedStrategy.DaemonSet)]
    [InlineData(SharedStrategy.Deployment)]
    public void The_same_model_is_the_same_bytes(SharedStrategy strategy)
    {
        var first = ManifestYaml.WriteAll(KubernetesObjects.Build(Orders with { Strategy = strategy }));
        var second = ManifestYaml.WriteAll(
            KubernetesObjects.Build(Orders with
            {
                Strategy = strategy,
                Pod = new() { Annotations = Ambiguous().Reverse().ToDictionary() },
            }));

        Assert.Equal(first, second);
        Assert.DoesNotContain('\r', first);
        Assert.DoesNotContain(": null\n", first, StringComparison.Ordinal);
        // The only empty maps are those that mean something, any pod and any namespace, and the one that the CRD of Resiliency requires.
        string[] meant = ["podSelector: {}", "namespaceSelector: {}", "targets: {}"];
        Assert.DoesNotContain(
            "{}",
            meant.Aggregate(first, (text, map) => text.Replace(map, "", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("[]", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SharedStrategy.DaemonSet)]
    [InlineData(SharedStrategy.Deployment)]
    public void A_strict_reader_gets_back_what_was_written(SharedStrategy strategy)
    {
        // The reader does not know Dapr's kinds.
        var written = KubernetesObjects.Build(Orders with { Strategy = strategy, InboundRetries = false });

        var read = KubernetesYaml.LoadAllFromString(ManifestYaml.WriteAll(written), strict: true);

        Assert.Equal(
            written.Select(manifest => KubernetesJson.Serialize(manifest)),
            read.Select(manifest => KubernetesJson.Serialize(manifest)));
    }

    [Theory]
    [InlineData(SharedStrategy.DaemonSet)]
    [InlineData(SharedStrategy.Deployment)]
    public void The_JSON_of_an_object_is_the_one_that_the_client_sends(SharedStrategy strategy)
    {
        var daprd = Orders with { Strategy = strategy, InboundRetries = false, Workload = new() { Autoscaling = new(1, 3) } };
        IEnumerable<object> objects =
        [
            .. KubernetesObjects.Build(daprd),
            new V1Secret { Metadata = new() { Name = "a" }, Data = new Dictionary<string, byte[]> { ["token"] = [1, 2, 255] } },
            new V1Job { Metadata = new() { Name = "a kind that no shared daprd has" }, Spec = new() { BackoffLimit = 0 } },
        ];

        Assert.Equal(objects.Select(manifest => KubernetesJson.Serialize(manifest)), objects.Select(ManifestJson.Serialize));
    }

    private static Dictionary<string, string> Ambiguous() =>
        new() { ["example.org/on"] = "on", ["example.org/version"] = "1.18", ["example.org/null"] = "null", ["example.org/two"] = "a\nb" };

    private static YamlMappingNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    // A plain scalar is a string only where the core schemas of YAML 1.1 and 1.2 both say so.
    private static string Text(YamlNode node)
    {
        var scalar = (YamlScalarNode)node;
        if (scalar.Style == ScalarStyle.Plain)
        {
            Assert.Matches("^[A-Za-z/-]", scalar.Value!);
            Assert.DoesNotMatch("(?i)^(y|n|yes|no|on|off|true|false|null|-.*inf|-[0-9].*)$", scalar.Value!);
        }

        return scalar.Value!;
    }
}

using Xunit;
using YamlDotNet.Core;

namespace DaprShared.Tests;

/// <summary>Subscriptions, resiliency policies, Configurations and files that users wrote.</summary>
public class ResourceObjectsTests
{
    [Fact]
    public void A_subscription_reads_so() => Assert.Equal(
        """
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata:
          name: order-placed
        spec:
          metadata:
            rawPayload: "true"
          pubsubname: pubsub
          topic: orders
          routes:
            rules:
            - match: "event.type == \"refund\""
              path: /refunds
            default: /orders
          deadLetterTopic: poison
          bulkSubscribe:
            enabled: true
            maxMessagesCount: 50
            maxAwaitDurationMs: 1500

        """.ReplaceLineEndings("\n"),
        ManifestYaml.Write(DaprObjects.Subscription(new()
        {
            Name = "order-placed",
            PubSub = "pubsub",
            Topic = "orders",
            Route = "/orders",
            Rules = [new("event.type == \"refund\"", "/refunds")],
            DeadLetterTopic = "poison",
            Metadata = new Dictionary<string, string> { ["rawPayload"] = "true" },
            BulkSubscribe = new(50, TimeSpan.FromSeconds(1.5)),
        })));

    [Fact]
    public void Resiliency_without_anything_still_has_what_the_CRD_requires() => Assert.Equal(
        """{"policies":{},"targets":{}}""",
        DaprObjects.Resiliency(new() { Name = "patience" }).Spec.ToJsonString());

    [Fact]
    public void An_actors_circuit_breaker_always_has_a_scope() => Assert.Equal(
        """{"actors":{"Cart":{"circuitBreaker":"fuse","circuitBreakerScope":"both"},"Order":{"retry":"again"}}}""",
        DaprObjects.Resiliency(new()
        {
            Name = "patience",
            Actors = new Dictionary<string, DaprActorPolicies>
            {
                ["Order"] = new(new(Retry: "again")),
                ["Cart"] = new(new(CircuitBreaker: "fuse")),
            },
        }).Spec["targets"]!.ToJsonString());

    [Fact]
    public void A_raw_spec_wins_over_typed_parts_and_named_lists_are_joined() => Assert.Equal(
        """{"features":[{"name":"A","enabled":true},{"name":"B","enabled":false}],"tracing":{"samplingRate":"1","stdout":true}}""",
        DaprObjects.Configuration(new()
        {
            Name = "shop",
            Features = new Dictionary<string, bool> { ["A"] = true, ["B"] = true },
            TracingSamplingRate = 0.5,
            Spec = YamlReader.ReadMapping("features: [{ name: B, enabled: false }]\ntracing: { samplingRate: \"1\", stdout: true }"),
        }).Spec.ToJsonString());

    [Fact]
    public void Access_control_without_a_default_would_deny_so_it_has_one() => Assert.Equal(
        """{"accessControl":{"defaultAction":"allow","trustDomain":"shop"}}""",
        DaprObjects.Configuration(new() { Name = "shop", TrustDomain = "shop" }).Spec.ToJsonString());

    [Fact]
    public void Locally_the_sections_that_describe_a_cluster_are_left_out()
    {
        var generated = DaprObjects.LocalConfiguration(new SharedDaprd { AppId = "orders" });
        var local = DaprObjects.LocalConfiguration(generated, new()
        {
            Name = "shop",
            AllowInvocation = false,
            Spec = YamlReader.ReadMapping(
                "nameResolution: { component: kubernetes }\nmtls: { enabled: true }\nlogging: { apiLogging: { enabled: true } }"),
        });

        Assert.Equal(["nameResolution", "logging"], local.Spec.Select(section => section.Key));
        Assert.Equal("nameformat", (string?)local.Spec["nameResolution"]!["component"]);
        Assert.Equal("shop", local.Metadata.Name);
    }

    [Theory]
    [InlineData("redisPassword", "x", true)]
    [InlineData("accountKey", "x", true)]
    [InlineData("saslToken", "x", true)]
    [InlineData("connectionString", "x", true)]
    [InlineData("clientSecret", "", false)]
    [InlineData("useToken", "true", false)]
    [InlineData("keyPrefix", "name", false)]
    [InlineData("partitionKey", "id", false)]
    [InlineData("redisHost", "redis:6379", false)]
    public void A_literal_that_looks_like_a_secret_is_a_warning_in_a_cluster(string name, string value, bool isSecret)
    {
        var component = new DaprComponent { Name = "store", Type = "state.redis", Metadata = [new(name, value)] };

        Assert.Equal(isSecret ? ["DAPRSHARED035"] : [],
            ObjectValidator.Validate(component, DaprdMode.Kubernetes).Select(diagnostic => diagnostic.Rule.Code));
        Assert.Empty(ObjectValidator.Validate(component, DaprdMode.Standalone));
    }

    [Theory]
    [InlineData("state.redis", true)]
    [InlineData("bindings.azure.storagequeues", true)]
    [InlineData("middleware.http.oauth2clientcredentials", true)]
    [InlineData("redis", false)]
    [InlineData("state.", false)]
    [InlineData("state redis", false)]
    public void A_type_is_a_building_block_and_an_implementation(string type, bool isType) => Assert.Equal(
        isType ? [] : ["DAPRSHARED043"],
        ObjectValidator.Validate(new DaprComponent { Name = "store", Type = type }, DaprdMode.Standalone)
            .Select(diagnostic => diagnostic.Rule.Code));

    [Fact]
    public void Spans_and_rates_have_limits()
    {
        Assert.Equal(["DAPRSHARED038"], ObjectValidator.Validate(new DaprResiliency
        {
            Name = "patience",
            Timeouts = new Dictionary<string, TimeSpan> { ["short"] = TimeSpan.FromSeconds(-1) },
        }).Select(diagnostic => diagnostic.Rule.Code));
        Assert.Equal(["DAPRSHARED040"],
            ObjectValidator.Validate(new DaprConfiguration { Name = "shop", TracingSamplingRate = 1.5 })
                .Select(diagnostic => diagnostic.Rule.Code));
    }

    [Fact]
    public void YAML_becomes_what_Kubernetes_takes_it_for() => Assert.Equal(
        """{"text":"1","number":1,"fraction":0.25,"yes":true,"nothing":null,"version":"1.2.3","list":["a"]}""",
        YamlReader.ReadMapping("text: \"1\"\nnumber: 1\nfraction: 0.25\nyes: true\nnothing:\nversion: 1.2.3\nlist: [a]").ToJsonString());

    [Theory]
    [InlineData("- a")]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("")]
    [InlineData("a: &x [*x]")]
    public void What_is_no_mapping_is_one_kind_of_error(string text) => Assert.ThrowsAny<YamlException>(() => YamlReader.ReadMapping(text));

    [Fact]
    public void A_file_keeps_its_text_and_its_documents_their_styles()
    {
        const string Text = "# ours\napiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: { name: a }\nspec:\n  flag: no\n  text: "
            + "'1'\n---\n---\nkind: Other\n";
        List<Diagnostic> mistakes = [];

        var file = DaprFile.Parse("/shop/a.yaml", Text, mistakes);

        Assert.Empty(mistakes);
        Assert.Equal(("a.yaml", Text), (file.Name, file.Text));
        Assert.Equal([("Component", "a", true), ("Other", "", false)],
            file.Documents.Select(document => (document.Kind, document.Name, document.IsDapr)));
        Assert.Equal(
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec:\n  flag: no\n  text: '1'\n",
            file.Documents[0].ToYaml());
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("!!int", "null")]
    [InlineData("!!str", "!!str ''")]
    [InlineData("''", "''")]
    public void Nothing_stays_nothing_and_an_empty_text_a_text(string value, string written) => Assert.Equal(
        $"kind: Other\nspec:\n  a: {written}\n",
        DaprFile.Parse("/shop/a.yaml", $"kind: Other\nspec:\n  a: {value}\n", []).Documents[0].ToYaml());
}

using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

/// <summary>Messages are kept while the app is away: who gets the retry policy, and who decides otherwise.</summary>
public class InboundRetriesTests
{
    private static readonly SharedDaprd Orders = new() { AppId = "orders", App = new("orders", "8080") };

    [Theory]
    [InlineData(DaprdMode.Standalone)]
    [InlineData(DaprdMode.Kubernetes)]
    public void It_reads_so(DaprdMode mode) => Assert.Equal(
        """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: orders-dapr-inbound
        scopes:
        - orders
        spec:
          policies:
            retries:
              DefaultPubsubComponentInboundRetryPolicy:
                policy: constant
                duration: "2s"
                maxRetries: -1
                matching:
                  httpStatusCodes: "502-504"
                  gRPCStatusCodes: "14"
          targets: {}

        """.ReplaceLineEndings("\n"),
        ManifestYaml.WriteAll(DaprObjects.Generated(Orders, mode)));

    private static readonly Dictionary<string, (SharedDaprd Daprd, bool HasPolicy)> Daprds = new()
    {
        ["a daprd with an app"] = (Orders, true),
        ["a daprd without an app"] = (Orders with { App = null }, false),
        ["a daprd that shall have none"] = (Orders with { InboundRetries = false }, false),
        ["the first version that knows what it says"] = (Orders with { Image = new() { Tag = "1.16.0" } }, true),
        ["an older version"] = (Orders with { Image = new() { Tag = "1.15.9" } }, false),
        ["a tag that tells no version"] = (Orders with { Image = new() { Tag = "edge" } }, false),
        ["the injector's version"] = (Orders with { Image = new() { Tag = "edge" }, Injection = new() }, true),
        ["a pinned version of an injected one"] =
            (Orders with { Image = new() { Tag = "1.15.9" }, Injection = new() { PinImage = true } }, false),

        ["the author's own policy"] = (With(Retries("DefaultPubsubComponentInboundRetryPolicy")), false),
        ["the author's policy for all that comes in"] = (With(Retries("DefaultComponentInboundRetryPolicy")), false),
        ["the author's policy for all components"] = (With(Retries("DefaultComponentRetryPolicy")), false),
        ["the author's policy for everything"] = (With(Retries("DefaultRetryPolicy")), false),
        ["the author's policy for what goes out"] = (With(Retries("DefaultComponentOutboundRetryPolicy")), true),
        ["the author's policy for actors"] = (With(Retries("DefaultActorRetryPolicy")), true),
        ["the author's policy for another app-id"] = (With(Retries("DefaultRetryPolicy", "basket")), true),
        ["the author's policy for this app-id too"] = (With(Retries("DefaultRetryPolicy", "basket", "orders")), false),
        ["the author's policy in a file"] = (With(File("""
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: { name: mine }
            scopes: [orders]
            spec: { policies: { retries: { DefaultRetryPolicy: { policy: constant } } }, targets: {} }
            """)), false),
        ["a file for another app-id"] = (With(File("""
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: { name: mine }
            scopes: [basket]
            spec: { policies: { retries: { DefaultRetryPolicy: { policy: constant } } }, targets: {} }
            """)), true),
        ["a file that says nothing"] = (With(File("kind: Resiliency")), true),
        ["a component of that name"] = (With(File("kind: Component\nspec: { policies: { retries: { DefaultRetryPolicy: {} } } }")), true),
        ["a target of one component, which daprd follows for that one"] = (With(Target(inbound: new(Retry: "mine"))), true),
    };

    public static TheoryData<string> Names { get; } = [.. Daprds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Who_has_it(string name) => Assert.Equal(Daprds[name].HasPolicy, InboundRetries.Of(Daprds[name].Daprd) is not null);

    [Fact]
    public void It_is_published_before_the_daprd_that_reads_it_at_start_and_a_change_of_it_restarts_that()
    {
        var objects = KubernetesObjects.Build(Orders, new() { Namespace = "shop" });
        Assert.Equal("Resiliency orders-dapr-inbound in shop", Assert.Single(
            from item in objects.OfType<DaprObject>() select $"{item.Kind} {item.Metadata.Name} in {item.Metadata.NamespaceProperty}"));
        Assert.IsType<V1DaemonSet>(objects[^1]);

        Assert.NotNull(Checksum(Orders));
        Assert.Null(Checksum(Orders with { InboundRetries = false }));
    }

    [Theory]
    [InlineData("1.15.9", "it does not know what the policy is for by status code")]
    [InlineData("edge", "its tag tells no version")]
    public void A_daprd_that_gets_none_is_told(string tag, string why)
    {
        var mistake = Assert.Single(InboundRetries.Check(Orders with { Image = new() { Tag = tag } }));

        Assert.Equal(
            $"warning DAPRSHARED110: orders: docker.io/daprio/daprd:{tag} gets no retry policy for its subscriptions: {why}, so messages "
                + "are lost while the app is away. Use a tag that begins with a version of daprd 1.16 or later, or write the policy in a "
                + "Resiliency.",
            mistake.ToString());
        Assert.Equal("Tag", mistake.Member);
    }

    [Theory]
    [InlineData("pubsub.redis", null, true)]
    [InlineData("pubsub.redis", "mine", false)]
    [InlineData("state.redis", null, false)] // nothing comes in from it
    public void A_target_without_an_inbound_retry_takes_it_away_from_a_pubsub(string type, string? inbound, bool isTold)
    {
        var component = DaprObjects.Component(new() { Name = "broker", Type = type });
        var target = Target(new(Timeout: "mine"), inbound is null ? null : new(Retry: inbound));

        var mistakes = InboundRetries.Check(Orders with { Resources = [component, target] });

        Assert.Equal(
            isTold
                ? ["DAPRSHARED112: orders: the target 'broker' in Resiliency 'mine' has no inbound retry, and for a component with a "
                    + "target daprd looks at no default policy: messages from it are lost while the app is away."]
                : [],
            mistakes.Select(mistake => $"{mistake.Rule.Code}: {mistake.Subject}: {mistake.Message}"));
    }

    [Fact]
    public void An_object_of_that_name_is_an_error()
    {
        var mine = DaprObjects.Resiliency(new() { Name = "orders-dapr-inbound" });

        Assert.Equal("DAPRSHARED034", Assert.Single(InboundRetries.Check(With(mine))).Rule.Code);
        Assert.Empty(InboundRetries.Check(With(mine) with { InboundRetries = false }));
    }

    private static string? Checksum(SharedDaprd daprd) => KubernetesObjects.Build(daprd).OfType<V1DaemonSet>().Single()
        .Spec.Template.Metadata.Annotations.TryGetValue("checksum/config", out var checksum) ? checksum : null;

    private static SharedDaprd With(DaprObject resource) => Orders with { Resources = [resource] };

    private static DaprObject Retries(string policy, params string[] scopes) => DaprObjects.Resiliency(new()
    {
        Name = "mine",
        Scopes = scopes,
        Retries = new Dictionary<string, DaprRetry> { [policy] = new() },
    });

    private static DaprObject Target(DaprPolicies? outbound = null, DaprPolicies? inbound = null) => DaprObjects.Resiliency(new()
    {
        Name = "mine",
        Components = new Dictionary<string, DaprComponentPolicies> { ["broker"] = new(outbound, inbound) },
    });

    internal static DaprObject File(string yaml)
    {
        List<Diagnostic> mistakes = [];
        var document = Assert.Single(DaprFile.Parse("resources/it.yaml", yaml, mistakes).Documents);
        Assert.Empty(mistakes);
        return document.ToObject();
    }
}

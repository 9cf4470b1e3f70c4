using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>Inputs that nobody means to write: each once ended the tool, or came out as something else.</summary>
public sealed class OddInputTests : IDisposable
{
    private const string Values = "shared: {appId: orders}";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("error DAPRSHARED025: --set-file: cannot be read: its path is empty. ", "--set-file", "podAnnotations.a=")]
    [InlineData("error DAPRSHARED025: : cannot be read: its path is empty. ", "-f", "")]
    [InlineData("error DAPRSHARED032: --resources-path: '' does not exist. ", "--resources-path", "")]
    public void An_empty_path_is_a_mistake(string mistake, params string[] args) =>
        Assert.StartsWith(mistake, Tool.Mistake(Values, args), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_thousands_of_parts_is_a_mistake() => Assert.StartsWith(
        "error DAPRSHARED025: --set: pair 1 has a key of more than 30 parts. ",
        Tool.Mistake(Values, "--set", $"podSecurityContext{string.Concat(Enumerable.Repeat(".a", 20_000))}=1"), StringComparison.Ordinal);

    [Fact]
    public void What_a_shell_asks_for_completion_is_no_command() =>
        Assert.Equal(Tool.RunWith(Values, "render", "-f", "-"), Tool.RunWith(Values, "[suggest:5]", "[suggest:5]", "render", "-f", "-"));

    [Theory]
    [InlineData("shared.networkPolicy.appPods.matchExpressions[0].operator=Exists", "shared.networkPolicy.appPods.matchExpressions[0].key")]
    [InlineData("podSecurityContext.appArmorProfile.localhostProfile=a", "podSecurityContext.appArmorProfile.type")]
    [InlineData("shared.daprd.resources.claims[0].request=a", "shared.daprd.resources.claims[0].name")]
    [InlineData("shared.volumes[0].emptyDir.medium=Memory", "shared.volumes[0].name")]
    public void A_field_that_Kubernetes_requires_is_missed(string set, string field) => Assert.Equal(
        $"error DAPRSHARED022: {field}: is missing. Kubernetes requires it here.", Tool.Mistake(Values, "--set", set));

    [Theory]
    [InlineData("\na", @"\na")]
    [InlineData("", "")]
    [InlineData("..", "..")]
    public void A_key_that_no_Secret_can_have_is_a_mistake(string key, string shown) => Assert.Equal(
        $"error DAPRSHARED073: shared.daprd.tokenSecret: the API token's Secret has the key '{shown}', which Kubernetes refuses. "
        + "Use letters, digits, hyphens, underscores and dots, at most 253.",
        Tool.Mistake(Values, "--set-string", $"shared.daprd.tokenSecret.key={key}"));

    [Theory]
    [InlineData("kind: MCPServer\nspec: {endpoint: {sse: {url: http://a, auth: 3}}}")]
    [InlineData("kind: Resiliency\nspec: {policies: {}, targets: {components: {store: {inbound: 3}, other: 4}}}")]
    public void A_scalar_in_the_place_of_a_map_is_a_mistake(string document)
    {
        File.WriteAllText(_temporary["a.yaml"], $"apiVersion: dapr.io/v1alpha1\nmetadata: {{name: a}}\n{document}");

        Assert.All(Tool.Mistakes(Values, "--resources-path", _temporary.Path), line =>
            Assert.Contains(", but must be a map. ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_items_that_are_one_to_daprd_are_a_mistake()
    {
        File.WriteAllText(_temporary["store.yaml"], """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: store}
            spec: {type: state.redis, version: v1, metadata: [{name: redisHost, value: a}, {name: RedisHost, value: b}]}
            """);

        Assert.Equal(
            $"error DAPRSHARED150: {_temporary["store.yaml"]} (store): its metadata has 'redisHost' and 'RedisHost', which are one name to "
            + "daprd. Keep one of them.",
            Tool.Mistake(Values, "--resources-path", _temporary.Path));
    }

    [Fact]
    public void The_namespace_of_a_document_is_a_text()
    {
        File.WriteAllText(_temporary["store.yaml"], """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: store}
            spec: {type: state.redis, version: v1, metadata: []}
            """);

        Assert.Contains("namespace: \"1\"", Tool.Render(Values, "--resources-path", _temporary.Path, "-n", "1").Split("---\n")[^1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "two anchors of one name", "[{name: a, value: &x one}, {name: b, value: &x two}, {name: c, value: *x}]", "one", "two", "two")]
    [InlineData("a key in quotes that looks like a merge", "[{name: a, value: {\"<<\": x}}]", "<<", "x")]
    [InlineData("a number that is called a text", "[{name: a, value: ! 1}]", "\"1\"")]
    [InlineData("a line break of another kind in single quotes", "[{name: a, value: 'x\u0085\u0085y'}]", @"""x\ny""")]
    [InlineData("nothing in a flow", "[{name: a, value: }]", "null")]
    [InlineData("a block that begins with a tab", "\n  - name: a\n    value: >+\n      \ttab\n\n", "\"\ttab\\n\\n\"")]
    public void A_document_keeps_what_is_in_it(string what, string metadata, params string[] values)
    {
        Assert.NotEmpty(what);
        File.WriteAllText(_temporary["store.yaml"], $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {"{name: store}"}
            spec:
              type: state.redis
              version: v1
              metadata: {metadata}
            """);

        var document = Tool.Render(Values, "--resources-path", _temporary.Path).Split("---\n")[^1];

        Assert.DoesNotContain('&', document);
        Assert.DoesNotContain('*', document);
        var at = 0;
        foreach (var value in values)
        {
            at = document.IndexOf(value, at, StringComparison.Ordinal) + 1;
            Assert.True(at > 0, $"{value} is not in:\n{document}");
        }
    }
}

using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>
/// Documents that every tool takes for YAML, and that the API server or daprd refuses or passes over: by kind, the spec and what is said.
/// </summary>
public sealed class BadDocumentTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("type: '', version: v1, metadata: []", "147", "spec.type is '', but must be text that is not empty. ")]
    [InlineData("type: foo.redis, version: v1, metadata: []", "043", "type 'foo.redis' is no component of daprd; it would exit. ")]
    [InlineData("type: state., version: v1, metadata: []", "043", "type 'state.' is no component of daprd; ")]
    [InlineData("type: state.redis, version: latest, metadata: []", "147", "spec.version is latest, but must be a version such as v1. ")]
    [InlineData("type: state.redis, version: v1, metadata: [a]", "147", "spec.metadata[0] is text, but must be a map. ")]
    [InlineData("type: state.redis, version: v1, metadata: [{name: '', value: a}]", "147", "spec.metadata[0].name is '', but must be ")]
    [InlineData("type: state.redis, version: v1, metadata: [{name: a, secretKeyRef: {name: ''}}]", "147", "secretKeyRef.name is '', but ")]
    [InlineData(
        "type: state.redis, version: v1, metadata: [{name: a, value: b, secretKeyRef: {name: s}}]",
        "147", "metadata 'a' has value and secretKeyRef. Keep one of them.")]
    public void Component(string spec, string code, string message) => Refuses("Component", spec, code, message);

    [Theory]
    [InlineData("policies: {timeouts: {a: -5s}}, targets: {}", "147", "spec.policies.timeouts.a is -5s, but must be a duration such as ")]
    [InlineData("policies: {retries: {a: {maxRetries: -2}}}, targets: {}", "147", "maxRetries is -2, but must be a number from -1, ")]
    [InlineData("policies: {retries: {a: {maxRetries: 99999999999999999999}}}, targets: {}", "147", "maxRetries is 9999")]
    [InlineData("policies: {retries: {a: {matching: {httpStatusCodes: 599-500}}}}, targets: {}", "147", "httpStatusCodes is 599-500, but ")]
    [InlineData("policies: {circuitBreakers: {a: {maxRequests: -1}}}, targets: {}", "147", "maxRequests is -1, but must be a number ")]
    [InlineData("policies: {}, targets: {apps: {o: {circuitBreakerCacheSize: -1}}}", "147", "circuitBreakerCacheSize is -1, but must be ")]
    [InlineData(
        "policies: {circuitBreakers: {a: {trip: failures > 5}}}, targets: {}",
        "038", "the trip of circuit breaker 'a' names 'failures'; daprd would ignore the document. Use requests, ")]
    [InlineData(
        "policies: {retries: {DaprBuiltInActorNotFoundRetries: {maxRetries: 9}}}, targets: {}",
        "038", "the retry 'DaprBuiltInActorNotFoundRetries' is daprd's own and cannot be replaced; ")]
    [InlineData("policies: {retries: {Again: {}}}, targets: {apps: {o: {retry: again}}}", "038", "names the retry 'again', which ")]
    public void Resiliency(string spec, string code, string message) => Refuses("Resiliency", spec, code, message);

    [Theory]
    [InlineData("pubsubname: '', topic: t, routes: {default: /a}", "147", "spec.pubsubname is '', but must be text that is not empty. ")]
    [InlineData("pubsubname: p, topic: 1, routes: {default: /a}", "147", "spec.topic is a number, but must be text. Put it in quotes.")]
    [InlineData("pubsubname: p, topic: t, routes: {}", "147", "spec.routes has neither default nor rules, so daprd would drop ")]
    [InlineData("pubsubname: p, topic: t, routes: {default: ''}", "147", "spec.routes has neither default nor rules, ")]
    [InlineData("pubsubname: p, topic: t, routes: {rules: [{match: a, path: ''}]}", "147", "spec.routes.rules[0].path is '', but ")]
    [InlineData(
        "pubsubname: p, topic: t, routes: {default: /a}, bulkSubscribe: {enabled: true, maxMessagesCount: 9999999999}",
        "147", "maxMessagesCount is 9999999999, but must be a number of at most 2147483647. ")]
    public void Subscription(string spec, string code, string message) =>
        Refuses("Subscription", spec, code, message, apiVersion: "dapr.io/v2alpha1");

    [Theory]
    [InlineData("{}", "148", "spec.baseUrl is missing; ")]
    [InlineData("baseUrl: shop", "147", "spec.baseUrl is shop, but must be a URL such as http://shop:8080. ")]
    [InlineData("baseUrl: 'ftp://a'", "147", "spec.baseUrl is 'ftp://a', but must be a URL such as ")]
    [InlineData("baseUrl: 'http://a', clientTLS: {renegotiation: never}", "147", "renegotiation is never, but must be one of Never, ")]
    public void HttpEndpoint(string spec, string code, string message) => Refuses("HTTPEndpoint", spec, code, message);

    [Theory]
    [InlineData("endpoint: {}", "147", "spec.endpoint is a map, but must be one of sse, streamableHTTP, stdio. ")]
    [InlineData("endpoint: {sse: {url: 'ws://a'}}", "147", "spec.endpoint.sse.url is 'ws://a', but must be a URL such as ")]
    [InlineData("endpoint: {stdio: {command: a}}", "147", "daprd starts no process for an MCPServer in a cluster. ")]
    [InlineData("endpoint: {sse: {url: 'http://a', auth: {oauth2: {issuer: ''}}}}", "147", "issuer is '', but must be text that is not ")]
    [InlineData(
        "endpoint: {sse: {url: 'http://a'}}, middleware: {beforeCallTool: [{workflow: {workflowName: ''}}]}",
        "147", "workflowName is '', but must be text that is not empty. ")]
    public void McpServer(string spec, string code, string message) => Refuses("MCPServer", spec, code, message);

    [Theory]
    [InlineData("rules: [{callers: [], activities: [{name: a}]}]", "147", "callers is a list, but must be a list that is not empty and ")]
    [InlineData("rules: [{callers: [{appID: a}]}]", "147", "a rule names neither workflows nor activities. Name one of them.")]
    [InlineData(
        "rules: [{callers: [{appID: a}], workflows: [{name: a, operations: [get, get]}]}]",
        "147", "operations is a list, but must be a list that is not empty and has nothing twice. ")]
    [InlineData("rules: [{callers: [{appID: ''}], activities: [{name: a}]}]", "147", "appID is '', but must be text that is not empty. ")]
    public void WorkflowAccessPolicy(string spec, string code, string message) => Refuses("WorkflowAccessPolicy", spec, code, message);

    [Theory]
    [InlineData("tracing: {samplingRate: '1', zipkin: {endpointAddress: zipkin}}", "147", "endpointAddress is zipkin, but must be a URL ")]
    [InlineData("workflow: {maxConcurrentWorkflowInvocations: 9999999999}", "147", "is 9999999999, but must be a number of at most ")]
    [InlineData("nameResolution: {component: mdns, version: v1, configuration: a}", "147", "configuration is text, but must be a map. ")]
    [InlineData("httpPipeline: {handlers: [{name: a, type: ratelimit}]}", "147", "type is ratelimit, but must be a type such as ")]
    public void Configuration(string spec, string code, string message) => Refuses("Configuration", spec, code, message);

    [Theory]
    [InlineData("{name: ''}", "147", "metadata.name is '', but must be text that is not empty. ")]
    [InlineData("{name: x, labels: {a b: c}}", "147", "Kubernetes refuses 'a b' in metadata.labels. ")]
    [InlineData("{name: x, labels: {a: c d}}", "147", "Kubernetes refuses the value of label 'a'. ")]
    [InlineData("{name: x, annotations: {/: c}}", "147", "Kubernetes refuses '/' in metadata.annotations. ")]
    public void Names(string metadata, string code, string message) =>
        Refuses("Component", "type: state.redis, version: v1, metadata: []", code, message, metadata);

    [Theory]
    [InlineData("v1alpha1", "Component of v1alpha1 is no kind of Dapr's. Did you mean kind Component with apiVersion dapr.io/v1alpha1?")]
    [InlineData("Dapr.io/v1alpha1", "Component of Dapr.io/v1alpha1 is no kind of Dapr's. Did you mean kind Component with ")]
    [InlineData("''", "Component of no apiVersion is no kind of Dapr's. Did you mean kind Component with ")]
    public void A_document_of_Daprs_with_another_apiVersion_is_not_taken_for_somebody_elses(string apiVersion, string message) =>
        Refuses("Component", "type: state.redis, version: v1, metadata: []", "149", message, apiVersion: apiVersion);

    [Fact]
    public void A_scope_that_is_nobodys_app_id_is_a_warning()
    {
        const string Spec = "type: state.redis, version: v1, metadata: []\nscopes: [orders, Basket]";
        var tool = Run("Component", Spec, "{name: x}", "dapr.io/v1alpha1");
        Assert.Equal(0, tool.ExitCode);
        Assert.StartsWith(
            $"warning DAPRSHARED127: {File} (x): line 5: no app-id is 'Basket': ", Assert.Single(tool.Lines), StringComparison.Ordinal);
    }

    private string File => _temporary["file.yaml"];

    private void Refuses(
        string kind, string spec, string code, string message, string metadata = "{name: x}", string apiVersion = "dapr.io/v1alpha1")
    {
        var tool = Run(kind, spec, metadata, apiVersion);
        var line = Assert.Single(tool.Lines);
        Assert.StartsWith($"error DAPRSHARED{code}: {File}", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal(1, tool.ExitCode);
    }

    private Tool Run(string kind, string spec, string metadata, string apiVersion)
    {
        var (fields, rest) = spec.Split('\n') is [var first, .. var lines] ? (first.Trim('{', '}') == "" ? "" : first, lines) : ("", []);
        System.IO.File.WriteAllLines(
            File, [$"apiVersion: {apiVersion}", $"kind: {kind}", $"metadata: {metadata}", $"spec: {{{fields}}}", .. rest]);
        string[] named = kind == "Configuration" ? ["--set", "shared.daprd.config=x"] : [];
        return Tool.Run(["render", "--set", "shared.appId=shop", "--resources-path", File, .. named]);
    }
}

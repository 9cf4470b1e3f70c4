using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>Documents of Dapr in, what is said of them, where, and of which.</summary>
public sealed class DocumentTests
{
    private const string Component = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store, namespace: shop}
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: redisHost
            value: redis:6379
          - name: redisPassword
            value: s3cr3t

        """;

    [Theory]
    [InlineData("redisHost", "redisHost", "DAPRSHARED035", "  - name: redisPassword")]
    [InlineData("redis:6379", "localhost:6379", "DAPRSHARED143", "  - name: redisHost")]
    [InlineData("state.redis", "state.in-memory", "DAPRSHARED030", "  type: state.in-memory")]
    public void A_finding_is_at_its_line(string old, string changed, string code, string line)
    {
        var text = Component.Replace(old, changed, StringComparison.Ordinal);
        var finding = Shop.Examine(text).Findings.Single(finding => finding.Rule.Code == code);

        Assert.Equal(line, text.Split('\n')[finding.Line - 1]);
    }

    [Fact]
    public void A_finding_is_of_its_document_and_not_of_another_kind_with_the_same_name() => Assert.Equal(
        ["DAPRSHARED150 Component shop/store, : its metadata has 'redisHost' and 'redisHost', which are one name to daprd."],
        Shop.Findings(Component.Replace("redisPassword", "redisHost", StringComparison.Ordinal) + """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: HTTPEndpoint
            metadata: {name: store, namespace: shop}
            spec: {baseUrl: "http://store:80"}
            """));

    [Theory]
    [InlineData("Configuration",
        "tracing: {samplingRate: '1', otel: {endpointAddress: a, isSecure: true, protocol: grpc, headers: [s3cr3t]}}",
        "spec.tracing.otel.headers[0] is text, but must be a map.")]
    [InlineData("HTTPEndpoint", "baseUrl: 'http://shop', headers: s3cr3t", "spec.headers is text, but must be a list.")]
    public void What_stands_where_a_map_or_a_list_belongs_is_not_shown(string kind, string spec, string message) => Assert.Equal(
        [message],
        Shop.Examine($"{{apiVersion: dapr.io/v1alpha1, kind: {kind}, metadata: {{name: a}}, spec: {{{spec}}}}}").Findings
            .Select(finding => finding.Message));

    [Theory]
    [InlineData("HTTPEndpoint", "baseUrl: 'http://shop', headers: [{name: Authorization, value: s3cr3t}]", "spec.headers")]
    [InlineData("MCPServer", "endpoint: {streamableHTTP: {url: 'http://shop', headers: [{name: X-Api-Key, value: s3cr3t}]}}",
        "spec.endpoint.streamableHTTP.headers")]
    [InlineData("HTTPEndpoint", "baseUrl: 'http://shop', headers: [{name: Authorization, secretKeyRef: {name: a, key: b}}]", null)]
    [InlineData("HTTPEndpoint", "baseUrl: 'http://shop', headers: [{name: Accept, value: text/html}]", null)]
    public void A_secret_in_a_header_is_found(string kind, string spec, string? field) => Assert.Equal(
        field is null ? [] : [$"DAPRSHARED035 {field}"],
        Shop.Examine($"{{apiVersion: dapr.io/v1alpha1, kind: {kind}, metadata: {{name: a}}, spec: {{{spec}}}}}").Findings
            .Select(finding => $"{finding.Rule.Code} {finding.Field}"));

    [Fact]
    public void A_map_in_an_annotation_is_not_shown() => Assert.Contains(
        "DAPRSHARED199 Deployment shop/mail, spec.template.metadata.annotations[dapr.io/env]: it is a map.",
        Shop.Findings(Shop.Text.Replace("dapr.io/log-level: info", "dapr.io/env: {TOKEN: s3cr3t}", StringComparison.Ordinal)));

    [Fact]
    public void Of_a_component_that_no_daprd_of_the_input_loads_no_pod_is_judged() => Assert.Empty(Shop.Findings("""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: keys}
        spec: {type: crypto.dapr.localstorage, version: v1, metadata: [{name: path, value: /keys}]}
        """));

    [Theory]
    [InlineData("statestore", "[orders, mail]")]
    [InlineData("statestore", "[]")]
    [InlineData("bills", "[]")] // of an app that is not in the input
    [InlineData("bills", "[mail]", "it names 'bills', and daprd 'mail' is not in that component's scopes.")]
    [InlineData("statestor", "[]", "it names 'statestor', and no component of daprd 'orders' has that name.",
        "it names 'statestor', and no component of daprd 'mail' has that name.")]
    public void Policies_of_a_component_are_for_the_daprds_that_have_it(
        string component, string scopes, params string[] messages) => Assert.Equal(
        messages,
        Shop.Examine($$"""
            {{Shop.Text}}---
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: {name: patience, namespace: shop}
            spec:
              policies:
                timeouts: {short: 2s}
              targets:
                components:
                  {{component}}: {outbound: {timeout: short} }
            scopes: {{scopes}}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: bills, namespace: shop}
            spec: {type: state.redis, version: v1, metadata: []}
            scopes: [billing]
            """).Findings.Select(finding => finding.Message));

    [Theory]
    [InlineData("statestore")]
    [InlineData("statestor", "it names 'statestor', and no component of daprd 'orders' has that name.",
        "it names 'statestor', and no component of daprd 'mail' has that name.")]
    public void Scopes_of_a_secret_store_are_for_the_daprds_that_have_it(string store, params string[] messages) => Assert.Equal(
        messages,
        Shop.Examine(Shop.Text
            .Replace("tracing: {samplingRate: \"1\"}", $"secrets: {{scopes: [{{storeName: {store}}}]}}", StringComparison.Ordinal)
            .Replace("dapr.io/log-level: info", "dapr.io/config: tracing", StringComparison.Ordinal))
            .Findings.Select(finding => finding.Message));

    [Theory]
    [InlineData("---\n\uFEFF")]
    [InlineData("--- # next\r\n\uFEFF\uFEFF")]
    [InlineData("---\r\uFEFF")]
    public void Each_document_may_begin_with_the_mark_of_UTF_8(string begin)
    {
        var report = Shop.Examine(Shop.Text.Replace("---\n", begin, StringComparison.Ordinal));

        Assert.Empty(report.Findings);
        Assert.Equal((1, 1), (report.SharedDaprds, report.Sidecars));
    }

    [Theory]
    [InlineData("dapr.io/port", "Did you mean dapr.io/app-port?")]
    [InlineData("dapr.io/id", "Did you mean dapr.io/app-id?")]
    public void An_annotation_of_an_old_Dapr_is_told_by_its_name_of_today(string annotation, string fix) => Assert.Equal(
        fix,
        Assert.Single(Shop.Examine(Shop.Text.Replace("dapr.io/log-level", annotation, StringComparison.Ordinal)).Findings).Fix);
}

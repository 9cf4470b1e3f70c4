using System.Text;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>What is said of documents that Dapr or Kubernetes would refuse, or that do in a cluster what nobody means.</summary>
public sealed class DocumentTests : IDisposable
{
    private const string Item = "apiVersion: dapr.io/v1alpha1\nkind: ";

    private const string Component = Item + "Component\nmetadata: {name: s}\nspec:\n  version: v1\n  type: ";

    private const string Redis = Component + "state.redis\n  metadata:\n";

    private const string Resiliency = Item + "Resiliency\nmetadata: {name: r}\nspec:\n";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(
        "- a",
        "error DAPRSHARED033: FILE: is not YAML that daprd could read: line 1: A document must be a mapping.")]
    [InlineData("a: [1", "error DAPRSHARED033: FILE: is not YAML that daprd could read: ")]
    [InlineData(
        "a: &a [*a]",
        "error DAPRSHARED033: FILE: is not YAML that daprd could read: line 1: found an alias of ")]
    [InlineData("null: 1", "error DAPRSHARED033: FILE: is not YAML that daprd could read: line 1: A key must be text.")]
    [InlineData("a:\n  b: 1\n  ~: 2", "error DAPRSHARED033: FILE: is not YAML that daprd could read: line 3: A key must be text.")]
    [InlineData("a: !secret b", "error DAPRSHARED033: FILE: is not YAML that daprd could read: line 1: found a tag ")]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}",
        "warning DAPRSHARED036: FILE: holds a document that is not of Dapr's (apiVersion 'v1'), and is not written. "
        + "Move it out of the folder.")]
    [InlineData(
        Item + "Component\nmetadata: {name: s, namespace: ops}\nspec: {type: state.redis, version: v1, metadata: []}",
        "warning DAPRSHARED036: FILE: holds Component 's' of namespace 'ops', which a daprd in 'shop' does not see, "
        + "and is not written. ")]
    [InlineData(
        Component + "state.in-memory\n  metadata: []",
        "warning DAPRSHARED030: FILE (s): type 'state.in-memory' lives in one daprd: ")]
    [InlineData(
        Redis + "  - {name: redisPassword, value: hunter2}",
        "warning DAPRSHARED035: FILE (s): metadata 'redisPassword' is a literal that everybody who may read the file or the object can "
        + "read. Keep it in a Secret: secretKeyRef in a file, ")]
    [InlineData(
        Item + "Component\nmetadata: {name: ../../s}\nspec: {type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED073: FILE (../../s): the Component has the name '../../s', which Kubernetes refuses. ")]
    [InlineData(
        Redis + "    []\n---\n" + Redis + "    []",
        "error DAPRSHARED034: --resources-path: Component 's' is in 'FILE' and in 'FILE'. Keep one of them.")]
    [InlineData(
        Component + "redis\n  metadata: []",
        "error DAPRSHARED043: FILE (s): type 'redis' is no component of daprd; it would exit. ")]
    [InlineData(
        Redis + "  - name: redisHost\n    value: {{ .Values.redis }}",
        "error DAPRSHARED140: FILE: line 9: '{{ .Values.redis }}' is Helm's, and nobody evaluates it. ")]
    [InlineData(
        "{{- if .Values.enabled }}\n" + Redis + "    []\n{{- end }}",
        "error DAPRSHARED140: FILE: line 1: '{{- if .Values.enabled }}' is Helm's, ")]
    [InlineData(
        Redis + "  - name: script\n    value: |\n      # {{ .Chart.Name }}",
        "error DAPRSHARED140: FILE: line 9: '{{ .Chart.Name }}' is Helm's, ")]
    [InlineData(
        Item + "Component\nmetadata:\n  name: s\n  namespace: {a: b}\nspec: {type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED141: FILE: line 5: the namespace {a: b} of Component 's' is none of Kubernetes'. ")]
    [InlineData(
        Item + "Component\nmetadata:\n  name: s\n  namespace: [a]\nspec: {type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED141: FILE: line 5: the namespace [a] of Component 's' is none of Kubernetes'. ")]
    [InlineData(
        Item + "Component\nmetadata:\n  name: s\n  namespace: Shop_1\nspec: {type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED141: FILE: line 5: the namespace Shop_1 of Component 's' is none of Kubernetes'. ")]
    public void A_mistake_names_the_file_and_the_fix(string content, string line)
    {
        var tool = Run(content, "-n", "shop");
        Assert.StartsWith(line.Replace("FILE", File, StringComparison.Ordinal), Assert.Single(tool.Lines), StringComparison.Ordinal);
        Assert.Equal(line.StartsWith("error", StringComparison.Ordinal) ? 1 : 0, tool.ExitCode);
        Assert.DoesNotContain("hunter2", tool.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:6379")]
    [InlineData("redis://user@127.0.0.1:6379/0")]
    [InlineData("a:1,[::1]:6379")]
    [InlineData("server=0.0.0.0;port=6379")]
    public void An_address_of_the_pod_itself_is_a_warning(string address)
    {
        var line = Assert.Single(Run(Redis + $"  - {{name: redisHost, value: '{address}'}}").Lines);
        Assert.StartsWith($"warning DAPRSHARED143: {File} (s): metadata 'redisHost' names ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("user", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhosts.example:6379")]
    [InlineData("my-localhost:6379")]
    [InlineData("10.127.0.0.1:6379")]
    [InlineData("redis:6379")]
    public void An_address_of_somebody_else_is_none(string address) =>
        Assert.Empty(Run(Redis + $"  - {{name: redisHost, value: '{address}'}}").Lines);

    [Theory]
    [InlineData("secretstores.local.file", "secretsFile", "./secrets.json", "reads the file './secrets.json'")]
    [InlineData("state.sqlite", "connectionString", "file:data.db?mode=rw", "keeps its data in 'data.db'")]
    [InlineData("bindings.localstorage", "rootPath", "/tmp/files", "reads and writes files in '/tmp/files'")]
    [InlineData("crypto.dapr.localstorage", "path", "/keys", "reads its keys from '/keys'")]
    [InlineData("middleware.http.wasm", "url", "file://router.wasm", "reads the file 'router.wasm'")]
    public void A_component_that_needs_a_file_is_a_warning_unless_a_volume_has_it(string type, string item, string path, string use)
    {
        var content = Component + $"{type}\n  metadata:\n  - {{name: {item}, value: '{path}'}}";
        Assert.StartsWith($"warning DAPRSHARED144: {File} (s): type '{type}' {use}, and the pods of 'shop' have no volume there, ",
            Assert.Single(Run(content).Lines), StringComparison.Ordinal);

        const string Mounts = "shared.volumes[0].name=v,shared.daprd.volumeMounts[0].name=v,shared.daprd.volumeMounts[0].mountPath=/";
        Assert.Empty(Run(content, "--set", Mounts).Lines);
    }

    [Theory]
    [InlineData("shared.strategy=daemonset", "there is one on every node")]
    [InlineData("shared.strategy=deployment,shared.deployment.replicas=2", "there are 2")]
    [InlineData("shared.strategy=deployment,shared.autoscaling.maxReplicas=3", "there are 3")]
    [InlineData("shared.strategy=deployment", null)]
    public void A_timer_in_several_daprds_is_a_warning(string set, string? number)
    {
        const string Cron = Component + "bindings.cron\n  metadata:\n  - {name: schedule, value: '@every 20s'}\n";
        string[] warnings = number is null ? [] :
        [
            $"warning DAPRSHARED145: {File} (s): type 'bindings.cron' fires in each daprd of 'shop', and {number}. "
            + "Use a job of the scheduler, which fires once, or a Deployment of one replica.",
        ];
        Assert.Equal(warnings, Run(Cron, "--set", set).Lines);
        Assert.Empty(Run(Cron + "scopes: [basket]", "--set", set).Lines);
    }

    [Theory]
    [InlineData(Redis + "    []\n  initTimout: 5s", "146", "line 9: Component has no field spec.initTimout. Did you mean initTimeout?")]
    [InlineData(Redis + "    []\nscope: [orders]", "146", "line 9: Component has no field scope. Did you mean scopes?")]
    [InlineData(
        Item + "Resiliency\nmetadata: {name: s, owner: me}\nspec: {policies: {}, targets: {}}", "146",
        "line 3: Resiliency has no field metadata.owner. Remove it; there is name, namespace, labels, annotations.")]
    [InlineData(Redis + "  - {name: a, valueFrom: x}", "146", "line 8: Component has no field spec.metadata[0].valueFrom. ")]
    [InlineData(Redis + "    a: b", "147", "line 8: spec.metadata is a map, but must be a list. Correct it.")]
    [InlineData(Redis, "147", "line 7: spec.metadata is empty, but must be a list. Remove it, or give it a value.")]
    [InlineData(Redis + "  - {name: 1, value: x}", "147", "line 8: spec.metadata[0].name is a number, but must be text. Put it in quotes.")]
    [InlineData(Redis + "    []\n  ignoreErrors: 'true'", "147", "line 9: spec.ignoreErrors is 'true', but must be a boolean. Write it ")]
    [InlineData(
        Redis + "    []\n  initTimeout: 5 s",
        "147",
        "line 9: spec.initTimeout is 5 s, but must be a duration such as 30s or 1m30s. ")]
    [InlineData(
        Redis + "    []\n  initTimeout: 5",
        "147",
        "line 9: spec.initTimeout is a number, but must be a duration such as 30s or 1m30s. ")]
    [InlineData(Redis + "    []\nscopes: [yes]", "147", "line 9: scopes[0] is a boolean, but must be text. Put it in quotes.")]
    [InlineData(Item + "Component\nmetadata: {name: s}", "148", "line 1: spec is missing; without it the document is refused. Write it.")]
    [InlineData(
        Item + "MCPServer\nmetadata: {name: s}\nspec: {endpoint: {sse: {url: 'https://a'}, streamableHTTP: {url: 'https://a'}}}", "147",
        "line 4: spec.endpoint is a map, but must be one of sse, streamableHTTP, stdio. Correct it.")]
    [InlineData(
        Item + "Component\nmetadata: {name: s}\nspec: {type: state.redis, version: v1}", "148",
        "line 4: spec.metadata is missing; without it the document is refused. Write metadata: [] if there is none.")]
    [InlineData(
        Item + "Component\nmetadata: {}\nspec: {type: state.redis, version: v1, metadata: []}", "148",
        "line 3: metadata.name is missing; ")]
    [InlineData(
        Item + "Components\nmetadata: {name: s}\nspec: {}", "149",
        "Components of dapr.io/v1alpha1 is no kind of Dapr's. Did you mean kind Component with apiVersion dapr.io/v1alpha1?")]
    [InlineData(
        "apiVersion: dapr.io/v2alpha1\nkind: Resiliency\nmetadata: {name: s}\nspec: {}", "149",
        "Resiliency of dapr.io/v2alpha1 is no kind of Dapr's. Did you mean kind Resiliency with apiVersion dapr.io/v1alpha1?")]
    [InlineData(
        Redis + "  - {name: redisHost, value: a}\n  - {name: RedisHost, value: b}", "150",
        "its metadata has 'redisHost' and 'RedisHost', which are one name to daprd. Keep one of them.")]
    public void What_the_API_server_refuses_is_found_before(string content, string code, string message) =>
        Assert.StartsWith($"error DAPRSHARED{code}: {File}", Mistake(content, message), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "  policies: {retries: {again: {policy: linear}}}\n  targets: {}",
        "147", "line 5: spec.policies.retries.again.policy is linear, but must be one of constant, exponential. ")]
    [InlineData(
        "  policies: {retries: {again: {matching: {httpStatusCodes: '502-700'}}}}\n  targets: {}",
        "147", "line 5: spec.policies.retries.again.matching.httpStatusCodes is '502-700', but must be codes and ranges from 100 to 599, ")]
    [InlineData(
        "  policies: {retries: {again: {matching: {gRPCStatusCodes: '17'}}}}\n  targets: {}",
        "147", "line 5: spec.policies.retries.again.matching.gRPCStatusCodes is '17', but must be codes and ranges from 0 to 16, ")]
    [InlineData("  policies: {}", "148", "line 5: spec.targets is missing; ")]
    [InlineData(
        "  policies: {timeouts: {short: 1s}}\n  targets: {apps: {orders: {timeout: shrot}}}",
        "038", "line 6: spec.targets.apps.orders names the timeout 'shrot', which no Resiliency here defines; daprd would ignore it. ")]
    [InlineData(
        "  policies: {}\n  targets: {components: {store: {outbound: {retry: again}}}}",
        "038", "line 6: spec.targets.components.store.outbound names the retry 'again', ")]
    [InlineData(
        "  policies: {circuitBreakers: {open: {}}}\n  targets: {actors: {stock: {circuitBreaker: open}}}",
        "038", "line 6: spec.targets.actors.stock has a circuitBreaker and no circuitBreakerScope; daprd would ignore the document. ")]
    public void A_Resiliency_that_daprd_would_pass_over_is_a_mistake(string spec, string code, string message) =>
        Assert.StartsWith($"error DAPRSHARED{code}: {File}", Mistake(Resiliency + spec, message), StringComparison.Ordinal);

    [Fact]
    public void The_ends_of_a_range_of_codes_belong_to_it() => Assert.Empty(Run(
        Resiliency + "  policies: {retries: {again: {matching: {httpStatusCodes: '100-599,503,,', gRPCStatusCodes: '0-16,14-14'}}}}\n"
        + "  targets: {}").Lines);

    [Fact]
    public void Policies_may_be_defined_in_another_document() => Assert.Empty(Run(
        Resiliency + "  policies: {retries: {again: {policy: Constant, duration: 5s, maxRetries: -1}}, timeouts: {short: '500'}}\n"
        + "  targets: {}\n"
        + "---\n" + Resiliency.Replace("name: r", "name: q", StringComparison.Ordinal)
        + "  policies: {}\n  targets: {apps: {orders: {retry: again, timeout: short}, x: {retry: DaprBuiltInServiceRetries}}}").Lines);

    [Theory]
    [InlineData(
        "tracing: {samplingRate: 1}",
        "spec.tracing.samplingRate is a number, but must be a number from \"0\" to \"1\", in quotes. ")]
    [InlineData(
        "tracing: {samplingRate: '100'}",
        "spec.tracing.samplingRate is '100', but must be a number from \"0\" to \"1\", in quotes. ")]
    [InlineData("accessControl: {defaultAction: refuse}", "spec.accessControl.defaultAction is refuse, but must be one of allow, deny. ")]
    [InlineData("features: [{name: a, enabled: 'yes'}]", "spec.features[0].enabled is 'yes', but must be a boolean. ")]
    public void A_Configuration_is_checked_too(string spec, string message) => Assert.StartsWith(
        $"error DAPRSHARED147: {File} (tracing): line 4: {message}",
        Mistake(Item + $"Configuration\nmetadata: {{name: tracing}}\nspec: {{{spec}}}", message, "--set", "shared.daprd.config=tracing"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:9411/api/v2/spans")]
    [InlineData("http://127.0.0.1:9411")]
    public void Addresses_of_other_kinds_are_looked_at_too(string address) => Assert.StartsWith(
        $"warning DAPRSHARED143: {File} (bank): spec.baseUrl names ",
        Assert.Single(Run(Item + $"HTTPEndpoint\nmetadata: {{name: bank}}\nspec: {{baseUrl: '{address}'}}").Lines),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(
        Item + "MCPServer\nmetadata: {name: tools}\nspec: {endpoint: {sse: {url: 'https://tools.example'}}}",
        "error DAPRSHARED149: FILE (tools): Dapr 1.17 does not know MCPServer. Use 1.18 or later, or move the document out of the folder.")]
    [InlineData(
        Item + "Configuration\nmetadata: {name: tracing}\nspec: {workflow: {workflowConcurrencyLimits: [{name: w, maxConcurrent: 1}]}}",
        "error DAPRSHARED146: FILE (tracing): line 4: Configuration has no field spec.workflow.workflowConcurrencyLimits before "
        + "Dapr 1.18. ")]
    public void What_a_later_version_has_is_a_mistake_before_it(string content, string line)
    {
        string[] args = ["--set", "shared.daprd.config=tracing"];
        Assert.Empty(Run(content, args).Lines);
        Assert.StartsWith(
            line.Replace("FILE", File, StringComparison.Ordinal),
            Assert.Single(Run(content, [.. args, "--set", "shared.daprd.image.tag=1.17.13"]).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_merged_as_daprd_merges_them() => Assert.Empty(Run(
        Redis + "  - &host\n    name: redisHost\n    value: redis:6379\n  - <<: *host\n    name: failover\n").Lines);

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "a")]
    public void Nesting_without_end_is_a_mistake(string level, string end) => Assert.Contains(
        "too deeply", Mistake(string.Concat(Enumerable.Repeat(level, 100_000)) + end, "DAPRSHARED033"), StringComparison.Ordinal);

    [Fact]
    public void Aliases_of_aliases_without_measure_are_a_mistake()
    {
        var lines = Enumerable.Range('b', 20).Select(name => (char)name)
            .Select(name => $"{name}: &{name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 9))}]");
        Assert.Contains("too large", Mistake($"a: &a [x]\n{string.Join('\n', lines)}", "DAPRSHARED033"), StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF_8_is_a_mistake_with_its_place()
    {
        System.IO.File.WriteAllBytes(File, [.. Encoding.UTF8.GetBytes(Redis + "  - {name: ä, value: b"), 0xE9, (byte)'}']);
        Assert.Equal(
            $"error DAPRSHARED033: {File}: cannot be read: line 8, column 23: byte 0xE9 is not UTF-8. "
            + "Save it as text in UTF-8.",
            Assert.Single(Tool.Run("render", "--set", "shared.appId=shop", "--resources-path", File).Lines));
        Assert.Equal(
            $"error DAPRSHARED025: {File}: cannot be read: line 8, column 23: byte 0xE9 is not UTF-8. Correct it; nothing was rendered.",
            Assert.Single(Tool.Run("render", "-f", File).Lines));
    }

    private string File => _temporary["file.yaml"];

    private string Mistake(string content, string message, params string[] args)
    {
        var line = Assert.Single(Run(content, args).Lines);
        Assert.Contains(message, line, StringComparison.Ordinal);
        return line;
    }

    private Tool Run(string content, params string[] args)
    {
        System.IO.File.WriteAllText(File, content);
        return Tool.Run(["render", "--set", "shared.appId=shop", "--resources-path", File, .. args]);
    }
}

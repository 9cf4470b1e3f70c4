using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>What follows from the files of --resources-path: what daprd may read, and what keeps messages while the app is away.</summary>
public sealed class LifecycleTests : IDisposable
{
    private const string Orders = "shared: {appId: orders, remoteURL: orders, remotePort: 80}";

    private const string Retries = "kind: Resiliency\nmetadata:\n  name: orders-dapr-inbound\n";

    private readonly TemporaryFolder _temporary = new();

    private string File => _temporary["file.yaml"];

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("state.redis", "primaryEncryptionKey, secretKeyRef: {name: state-key, key: key}", "state-key", "false")]
    [InlineData("secretstores.kubernetes", "x, value: y", "redis", "true")]
    public void What_daprd_reads_itself_is_a_Role_with_names(string type, string item, string secret, string isStoreOff)
    {
        var through =
            Component("other", "state.redis", "redisPassword, secretKeyRef: {name: redis, key: password}") + "auth: {secretStore: s}\n";
        Write(Component("s", type, item) + "---\n" + through);
        var tool = Tool.RenderWithWarnings(Orders, "--resources-path", File, "-n", "shop");
        Assert.Empty(tool.Lines);
        Assert.Contains($"""
            kind: Role
            metadata:
              name: orders-daprd
            """.ReplaceLineEndings("\n"), tool.Output, StringComparison.Ordinal);
        Assert.Contains($"  resourceNames:\n  - {secret}\n  resources:\n  - secrets\n  verbs:\n  - get\n", tool.Output,
            StringComparison.Ordinal);
        Assert.Contains("- kind: ServiceAccount\n  name: orders-daprd\n  namespace: shop\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("      automountServiceAccountToken: true\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains($"--disable-builtin-k8s-secret-store={isStoreOff}\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains($"note: Secret '{secret}' has to exist: daprd itself reads it, by the Role 'orders-daprd'", tool.Notes);
    }

    [Fact]
    public void Other_components_bring_no_rights()
    {
        Write(Component("s", "state.redis", "redisPassword, secretKeyRef: {name: redis, key: password}"));
        var output = Tool.Render(Orders, "--resources-path", File);
        Assert.DoesNotContain("kind: Role", output, StringComparison.Ordinal);
        Assert.Contains("      automountServiceAccountToken: false\n", output, StringComparison.Ordinal);
        Assert.Contains("--disable-builtin-k8s-secret-store=true\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "state.redis",
        "primaryEncryptionKey, value: s3cr3t",
        "error DAPRSHARED113: FILE (s): metadata 'primaryEncryptionKey' is a literal; ")]
    [InlineData(
        "state.redis",
        "secondaryEncryptionKey, envRef: KEY",
        "error DAPRSHARED113: FILE (s): metadata 'secondaryEncryptionKey' is read by ")]
    [InlineData("secretstores.kubernetes", "x, value: y", "error DAPRSHARED115: shared.daprd.readableSecrets: component 's' ")]
    [InlineData("crypto.dapr.kubernetes.secrets", "x, value: y", "error DAPRSHARED115: shared.daprd.readableSecrets: component 's' ")]
    [InlineData("bindings.kubernetes", "namespace, value: shop", "error DAPRSHARED115: shared.serviceAccount.name: component 's' ")]
    public void What_would_be_ignored_or_refused_in_the_cluster_is_a_mistake(string type, string item, string line)
    {
        Write(Component("s", type, item));
        var mistake = Tool.Mistake(Orders, "--resources-path", File, "-n", "shop");
        Assert.StartsWith(line.Replace("FILE", File, StringComparison.Ordinal), mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secretstores.kubernetes", "shared.daprd.readableSecrets={api-key}")]
    [InlineData("crypto.dapr.kubernetes.secrets", "shared.daprd.readableSecrets={signing}")]
    [InlineData("bindings.kubernetes", "shared.serviceAccount.create=false,shared.serviceAccount.name=watcher")]
    [InlineData("bindings.kubernetes", "shared.serviceAccount.automount=true")]
    public void Rights_may_be_named_or_come_with_an_account(string type, string set)
    {
        Write(Component("s", type, "x, value: y"));
        Assert.Contains("      automountServiceAccountToken: true\n",
            Tool.Render(Orders, "--resources-path", File, "-n", "shop", "--set", set), StringComparison.Ordinal);
    }

    [Fact]
    public void A_RoleBinding_needs_a_namespace()
    {
        Write(Component("s", "state.redis", "primaryEncryptionKey, secretKeyRef: {name: state-key, key: key}"));
        Assert.StartsWith("warning DAPRSHARED116: --namespace: ",
            Assert.Single(Tool.RenderWithWarnings(Orders, "--resources-path", File).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_daprd_with_an_app_keeps_its_messages_unless_it_is_switched_off()
    {
        Assert.Contains(Retries, Tool.Render(Orders), StringComparison.Ordinal);
        Assert.DoesNotContain("Resiliency", Tool.Render("shared: {appId: orders}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Resiliency", Tool.Render(Orders, "--set", "shared.daprd.inboundRetries.enabled=false"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policies: {retries: {DefaultRetryPolicy: {policy: constant, maxRetries: 3}}}, targets: {}", false)]
    [InlineData("policies: {retries: {mine: {policy: constant}}}, targets: {apps: {basket: {retry: mine}}}", true)]
    public void A_Resiliency_of_the_users_that_decides_the_same_takes_its_place(string spec, bool isWritten)
    {
        Write($"apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {{name: mine}}\nspec: {{{spec}}}\n");
        Assert.Equal(isWritten, Tool.Render(Orders, "--resources-path", File).Contains(Retries, StringComparison.Ordinal));
    }

    [Fact]
    public void A_target_that_takes_the_policy_away_is_a_warning()
    {
        Write(Component("events", "pubsub.redis", "redisHost, value: redis") + """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: {name: mine}
            spec: {policies: {timeouts: {short: 1s}}, targets: {components: {events: {inbound: {timeout: short}}}}}
            """);
        Assert.StartsWith("warning DAPRSHARED112: ", Assert.Single(Tool.RenderWithWarnings(Orders, "--resources-path", File).Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_generated_keeps_its_name()
    {
        Write("apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {name: orders-dapr-inbound}\nspec: {policies: {}, targets: {}}\n");
        Assert.StartsWith(
            "error DAPRSHARED034: --resources-path: Resiliency 'orders-dapr-inbound' has the name of the one that is generated ",
            Tool.Mistake(Orders, "--resources-path", File), StringComparison.Ordinal);
    }

    [Fact]
    public void Workflows_without_app_health_checks_are_a_warning()
    {
        string[] workflows = ["--set", "shared.workflows.enabled=true"];
        Assert.StartsWith("warning DAPRSHARED111: shared.daprd.appHealth.enabled: ",
            Assert.Single(Tool.RenderWithWarnings(Orders, workflows).Lines), StringComparison.Ordinal);
        Tool.Render(Orders, [.. workflows, "--set", "shared.daprd.appHealth.enabled=true,shared.daprd.appHealth.path=/healthz"]);
    }

    private static string Component(string name, string type, string item) =>
        $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\n"
        + $"spec:\n  type: {type}\n  version: v1\n  metadata:\n  - {{name: {item}}}\n";

    private void Write(string content) => System.IO.File.WriteAllText(File, content);
}

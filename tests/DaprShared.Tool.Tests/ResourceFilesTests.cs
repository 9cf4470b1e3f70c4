using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>--resources-path: the Dapr resources that a team already has, beside the objects of the values.</summary>
public sealed class ResourceFilesTests : IDisposable
{
    private const string Orders = "shared: {appId: orders}";

    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: enableTLS
            value: no

        """;

    private readonly TemporaryFolder _temporary = new();

    private string Folder => Directory.CreateDirectory(_temporary["resources"]).FullName;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_document_is_written_as_it_is_with_the_namespace_that_all_objects_get()
    {
        Write("store.yaml", "# ours\n" + Store);
        Assert.EndsWith("---\n" + Store, Render(), StringComparison.Ordinal);
        Assert.Contains("  name: statestore\n  namespace: shop\nspec:", Render("-n", "shop"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_be_named_by_itself_and_more_than_once()
    {
        Write("store.yaml", Store);
        Write("other.yaml", Store.Replace("statestore", "other", StringComparison.Ordinal));
        var file = Path.Combine(Folder, "store.yaml");
        var output = Tool.Render("shared: {appId: orders}", "--resources-path", file, "--resources-path", file);
        Assert.Single(output.Split("---\n"), document => document.Contains("kind: Component", StringComparison.Ordinal));
    }

    [Fact]
    public void The_folder_of_the_output_has_them_and_a_second_run_changes_nothing()
    {
        Write("store.yaml", Store);
        Render("-o", _temporary["out"]);
        var (file, kustomization) =
            (Path.Combine(_temporary["out"], "component-statestore.yaml"), Path.Combine(_temporary["out"], "kustomization.yaml"));
        Assert.Equal($"{OutputFolder.Header}\n{Store}".ReplaceLineEndings("\n"), System.IO.File.ReadAllText(file));
        Assert.Contains("- component-statestore.yaml\n", System.IO.File.ReadAllText(kustomization), StringComparison.Ordinal);

        System.IO.File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Render("-o", _temporary["out"]);
        Assert.Equal(DateTime.UnixEpoch, System.IO.File.GetLastWriteTimeUtc(file));

        System.IO.File.Delete(File("store.yaml"));
        Render("-o", _temporary["out"]);
        Assert.False(System.IO.File.Exists(file));
    }

    [Fact]
    public void What_daprd_reads_at_start_restarts_it_when_it_changes_and_a_component_does_not()
    {
        const string Resiliency =
            "apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {name: r}\nspec: {policies: {timeouts: {short: 1s}}, targets: {}}\n";
        Write("store.yaml", Store);
        Write("resiliency.yaml", Resiliency);
        var before = Checksum();
        Write("store.yaml", Store.Replace("value: no", "value: yes", StringComparison.Ordinal));
        Assert.Equal(before, Checksum());
        Write("resiliency.yaml", Resiliency.Replace("1s", "2s", StringComparison.Ordinal));
        Assert.NotEqual(before, Checksum());

        string Checksum() => Render().Split('\n').Single(line => line.Contains("checksum/config", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_folder_is_reported_beside_the_mistakes_in_the_values() => Assert.Equal(
        ["error DAPRSHARED022: shared.appId", "error DAPRSHARED032: --resources-path"],
        Tool.Mistakes("", "--resources-path", _temporary["missing"]).Select(line => string.Join(':', line.Split(':')[..2])));

    [Fact]
    public void The_generated_Configuration_clashes_with_one_of_its_name()
    {
        Write("configuration.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {name: orders-dapr}\nspec: {}");
        Assert.StartsWith("error DAPRSHARED034: --resources-path: Configuration 'orders-dapr' is in ",
            Tool.Mistake("shared: {appId: orders, workflows: {enabled: true}}", "--resources-path", Folder), StringComparison.Ordinal);
        Tool.Render("shared: {appId: orders, workflows: {enabled: true}, daprd: {config: orders-dapr}}", "--resources-path", Folder);
    }

    [Fact]
    public void What_kubectl_has_read_is_written_as_its_author_wrote_it()
    {
        Write("store.yaml", """
            apiVersion: v1
            kind: List
            metadata: {resourceVersion: ""}
            items:
            - apiVersion: dapr.io/v1alpha1
              kind: Component
              metadata:
                annotations:
                  kubectl.kubernetes.io/last-applied-configuration: '{"spec":{"metadata":[{"name":"redisPassword","value":"s3cr3t"}]}}'
                creationTimestamp: "2024-04-13T02:54:36Z"
                generation: 1
                managedFields: [{manager: kubectl, operation: Update}]
                name: statestore
                namespace: shop
                resourceVersion: "2104513"
                uid: 2d8a
              spec:
                type: state.redis
                version: v1
                metadata: []
            """);
        var tool = Tool.RenderWithWarnings(Orders, "--resources-path", Folder, "-n", "shop");
        Assert.Equal(
            $"warning DAPRSHARED142: {File("store.yaml")}: creationTimestamp, generation, managedFields, resourceVersion, uid, "
            + "kubectl.kubernetes.io/last-applied-configuration belong to the cluster that it was read from, and are left out. "
            + "Remove them from the file.",
            Assert.Single(tool.Lines));
        Assert.EndsWith("""
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
              namespace: shop
            spec:
              type: state.redis
              version: v1
              metadata: []

            """.ReplaceLineEndings("\n"), tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("''")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    public void An_empty_namespace_is_none(string none)
    {
        var content = Store.Replace("  name: statestore\n", $"  name: statestore\n  namespace: {none}\n", StringComparison.Ordinal);
        Write("store.yaml", content);
        Assert.EndsWith("---\n" + Store, Render(), StringComparison.Ordinal);
        Assert.Contains("  name: statestore\n  namespace: shop\nspec:", Render("-n", "shop"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Configuration_that_nobody_names_is_left_out_with_one_warning_whatever_its_name()
    {
        const string Configuration = "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {name: NAME}\nspec: {}\n";
        Write("configuration.yaml", Configuration.Replace("NAME", "daprConfig", StringComparison.Ordinal));
        var tool = Tool.RenderWithWarnings(Orders, "--resources-path", Folder);
        Assert.StartsWith(
            $"warning DAPRSHARED036: {File("configuration.yaml")}: holds Configuration 'daprConfig', "
            + "which daprd is not told to read, and is not written. ",
            Assert.Single(tool.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("Configuration", tool.Output, StringComparison.Ordinal);

        Assert.StartsWith(
            "error DAPRSHARED073: shared.daprd.config: the Configuration has the name 'daprConfig', which Kubernetes refuses. ",
            Tool.Mistake(Orders, "--resources-path", Folder, "--set", "shared.daprd.config=daprConfig"), StringComparison.Ordinal);

        Write("configuration.yaml", Configuration.Replace("NAME", "tracing", StringComparison.Ordinal));
        Assert.EndsWith("kind: Configuration\nmetadata: {name: tracing}\nspec: {}\n",
            Tool.Render(Orders, "--resources-path", Folder, "--set", "shared.daprd.config=tracing"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_input_and_output_gives_the_same_files_again()
    {
        // Labels and annotations of a user's document say nothing about whose folder it is.
        Write("store.yaml", Store.Replace("  name: statestore\n", """
              name: statestore
              labels:
                dapr.io/app-id: basket
                app.kubernetes.io/managed-by: Helm

            """.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Render("-o", Folder);
        var before = Content();
        Assert.Contains("component-statestore.yaml", before.Keys);
        Render("-o", Folder);
        Assert.Equal(before, Content());

        // The same by names, as a shell writes them out, and by another path to the folder.
        string[] files = [.. Directory.GetFiles(Folder).SelectMany(file => (string[])["--resources-path", file])];
        Assert.Empty(Tool.Run(["render", "--set", "shared.appId=orders", "-o", Folder, .. files]).Lines);
        Assert.Equal(before, Content());
        var link = Directory.CreateSymbolicLink(Folder + "-link", Folder);
        try
        {
            Assert.Empty(Tool.Run("render", "--set", "shared.appId=orders", "-o", Folder, "--resources-path", link.FullName).Lines);
            Assert.Equal(before, Content());
        }
        finally
        {
            link.Delete();
        }

        Dictionary<string, string> Content() =>
            Directory.GetFiles(Folder).ToDictionary(file => Path.GetFileName(file), System.IO.File.ReadAllText);
    }

    private string File(string name) => Path.Combine(Folder, name);

    private void Write(string name, string content) => System.IO.File.WriteAllText(File(name), content);

    private string Render(params string[] args) => Tool.Render(Orders, ["--resources-path", Folder, .. args]);
}

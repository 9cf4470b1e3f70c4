using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>--resources-path: the Dapr resources that a team already has, beside the objects of the values.</summary>
public sealed class ResourceFilesTests : IDisposable
{
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
        Assert.Equal($"{OutputFolder.Header}\n{Store}".ReplaceLineEndings("\n"), File.ReadAllText(file));
        Assert.Contains("- component-statestore.yaml\n", File.ReadAllText(kustomization), StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Render("-o", _temporary["out"]);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));

        File.Delete(Path.Combine(Folder, "store.yaml"));
        Render("-o", _temporary["out"]);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void What_daprd_reads_at_start_restarts_it_when_it_changes_and_a_component_does_not()
    {
        const string Resiliency =
            "apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {name: r}\nspec: {policies: {timeouts: {short: 1s}}}\n";
        Write("store.yaml", Store);
        Write("resiliency.yaml", Resiliency);
        var before = Checksum();
        Write("store.yaml", Store.Replace("value: no", "value: yes", StringComparison.Ordinal));
        Assert.Equal(before, Checksum());
        Write("resiliency.yaml", Resiliency.Replace("1s", "2s", StringComparison.Ordinal));
        Assert.NotEqual(before, Checksum());

        string Checksum() => Render().Split('\n').Single(line => line.Contains("checksum/config", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}",
        "warning DAPRSHARED036: --resources-path: 'FILE' holds a document that is not of Dapr's (apiVersion 'v1'), and is not written. "
        + "Move it out of the folder.")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s, namespace: ops}\nspec: {type: state.redis}",
        "warning DAPRSHARED036: --resources-path: 'FILE' holds Component 's' of namespace 'ops', which a daprd in 'shop' does not see, "
        + "and is not written. ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {name: tracing}\nspec: {}",
        "warning DAPRSHARED036: --resources-path: 'FILE' holds Configuration 'tracing', which daprd is not told to read, and is not "
        + "written. Set shared.daprd.config to 'tracing', ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\nspec: {type: state.in-memory}",
        "warning DAPRSHARED030: FILE (s): type 'state.in-memory' lives in one daprd: ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\n"
        + "spec: {type: state.redis, metadata: [{name: redisPassword, value: hunter2}]}",
        "warning DAPRSHARED035: FILE (s): metadata 'redisPassword' is a literal that everybody who may read the file or the object can "
        + "read. Keep it in a Secret: secretKeyRef in a file, ")]
    [InlineData("- a", "error DAPRSHARED033: --resources-path: 'FILE' is not YAML that daprd could read: ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: ../../s}",
        "error DAPRSHARED033: --resources-path: 'FILE' holds an object of kind 'Component' with name '../../s', which Kubernetes does "
        + "not take. ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component",
        "error DAPRSHARED033: --resources-path: 'FILE' holds an object of kind 'Component' with name '', ")]
    [InlineData(
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\n---\n"
        + "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}",
        "error DAPRSHARED034: --resources-path: Component 's' is in 'FILE' and in 'FILE'. Keep one of them.")]
    public void A_mistake_names_the_file_and_the_fix(string content, string line)
    {
        Write("file.yaml", content);
        var tool = Tool.Run("render", "--set", "shared.appId=orders", "--resources-path", Folder, "-n", "shop");
        Assert.StartsWith(line.Replace("FILE", Path.Combine(Folder, "file.yaml"), StringComparison.Ordinal), Assert.Single(tool.Lines),
            StringComparison.Ordinal);
        Assert.Equal(line.StartsWith("error", StringComparison.Ordinal) ? 1 : 0, tool.ExitCode);
        Assert.DoesNotContain("hunter2", tool.Errors, StringComparison.Ordinal);
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

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    private string Render(params string[] args) => Tool.Render("shared: {appId: orders}", ["--resources-path", Folder, .. args]);
}

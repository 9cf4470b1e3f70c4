using Xunit;

namespace DaprShared.Tool.Tests;

public sealed class OutputFolderTests : IDisposable
{
    private const string Values = "shared: {appId: orders, strategy: deployment}";

    private readonly TemporaryFolder _temporary = new();

    private string Folder => _temporary["out"];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void One_file_per_object_and_a_kustomization_each_with_the_header()
    {
        Assert.Equal("", Tool.Render(Values, "-o", Folder, "-n", "shop"));
        Assert.Equal(
            [
                "deployment-orders-dapr.yaml", "kustomization.yaml", "networkpolicy-orders-dapr.yaml", "service-orders-dapr-api.yaml",
                "service-orders-dapr.yaml", "serviceaccount-orders-daprd.yaml",
            ],
            Names());
        Assert.All(Directory.GetFiles(Folder), file =>
            Assert.StartsWith($"{OutputFolder.Header}\n", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal($"""
            {OutputFolder.Header}
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: shop
            resources:
            - deployment-orders-dapr.yaml
            - networkpolicy-orders-dapr.yaml
            - service-orders-dapr-api.yaml
            - service-orders-dapr.yaml
            - serviceaccount-orders-daprd.yaml

            """.ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(Folder, "kustomization.yaml")));
        OnlyTheFolderIsLeft();
    }

    [Fact]
    public void Kubectl_takes_the_folder_as_it_is()
    {
        Tool.Render(Values, "-o", Folder, "-n", "shop");

        var objects = Kubectl.Kustomize(Folder);

        Assert.Equal(Names().Count(name => name != "kustomization.yaml"), objects.Count);
        Assert.All(objects, item => Assert.Contains("\n  namespace: shop", item, StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_run_gives_the_same_bytes_and_touches_nothing()
    {
        Tool.Render(Values, "-o", Folder);
        var before = Snapshot();
        Array.ForEach(Directory.GetFiles(Folder), file => File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch));
        Tool.Render(Values, "-o", Folder);
        Assert.Equal(before, Snapshot());
        Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public void Stale_files_go_and_files_of_others_stay()
    {
        Tool.Render(Values, "-o", Folder);
        File.WriteAllText(Path.Combine(Folder, "component.yaml"), "mine");
        File.WriteAllText(Path.Combine(Folder, "README.md"), $"{OutputFolder.Header}\nnot a manifest");
        Tool.Render(Values, "-o", Folder, "--set", "shared.strategy=daemonset");
        Assert.Equal(
            [
                "README.md", "component.yaml", "daemonset-orders-dapr.yaml", "kustomization.yaml", "networkpolicy-orders-dapr.yaml",
                "service-orders-dapr-api.yaml", "service-orders-dapr.yaml", "serviceaccount-orders-daprd.yaml",
            ],
            Names());
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder, "component.yaml")));
        OnlyTheFolderIsLeft();
    }

    [Fact]
    public void Files_that_were_not_generated_stand_in_the_way_and_nothing_changes()
    {
        Tool.Render(Values, "-o", Folder);
        File.WriteAllText(Path.Combine(Folder, "kustomization.yaml"), "mine");
        Directory.CreateDirectory(Path.Combine(Folder, "daemonset-orders-dapr.yaml"));
        var before = Snapshot();
        var mistakes = Tool.Mistakes(Values, "-o", Folder, "--set", "shared.strategy=daemonset");
        Assert.Equal(
            from name in (string[])["daemonset-orders-dapr.yaml", "kustomization.yaml"]
            select $"error DAPRSHARED026: {Path.Combine(Folder, name)}: is not a file that dapr-shared generated, "
                + "so it is not overwritten. Move it away, or choose another folder.",
            mistakes);
        Assert.Equal(before, Snapshot());
        OnlyTheFolderIsLeft();
    }

    [Fact]
    public void A_folder_is_for_one_app_id()
    {
        Tool.Render(Values, "-o", Folder);
        var before = Snapshot();
        Assert.Equal(
            $"error DAPRSHARED085: {Folder}: holds the manifests of app-id 'orders', which those of 'basket' would replace. "
            + "Choose another folder, or remove this one.",
            Tool.Mistake(Values, "-o", Folder, "--set", "shared.appId=basket"));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_mistake()
    {
        File.WriteAllText(Folder, "a file");
        Assert.StartsWith($"error DAPRSHARED027: {Folder}: cannot be written: ", Tool.Mistake(Values, "-o", Folder),
            StringComparison.Ordinal);
        Assert.StartsWith("error DAPRSHARED027: ", Tool.Mistake(Values, "-o", Path.Combine(Folder, "below")), StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(Folder));
        OnlyTheFolderIsLeft();
    }

    [Fact]
    public void When_a_change_fails_those_before_it_are_undone()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "b.yaml"), $"{OutputFolder.Header}\nold");
        File.WriteAllText(Path.Combine(Folder, "stale.yaml"), $"{OutputFolder.Header}\nold");
        File.WriteAllText(Path.Combine(Folder, "taken"), "a file");
        var before = Snapshot();

        // A folder that can be made while the files are staged, and not in the target.
        var files = new Dictionary<string, string> { ["a.yaml"] = "new", ["b.yaml"] = "new", ["taken/c.yaml"] = "new" };
        var mistake = Assert.Single(OutputFolder.Write(Folder, files));
        Assert.Equal(DiagnosticRules.UnwritableOutput, mistake.Rule);
        Assert.Equal(before, Snapshot());
        OnlyTheFolderIsLeft();
    }

    [Fact]
    public void Mistakes_in_the_values_leave_the_folder_alone()
    {
        Tool.Render(Values, "-o", Folder);
        var before = Snapshot();
        Tool.Mistake(Values, "-o", Folder, "--set", "shared.strategy=none");
        Assert.Equal(before, Snapshot());
    }

    private string[] Names() => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private Dictionary<string, string> Snapshot() => Directory.GetFiles(Folder).ToDictionary(file => file, File.ReadAllText);

    private void OnlyTheFolderIsLeft() => Assert.Equal([Folder], Directory.GetFileSystemEntries(_temporary.Path));
}

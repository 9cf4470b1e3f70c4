using Xunit;

namespace DaprShared.Tool.Tests;

public class MergeTests
{
    [Fact]
    public void A_later_file_wins_maps_merge_and_the_command_line_wins_over_both()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["base.yaml"], "shared: {appId: orders, log: {level: info, json: false}}");
        File.WriteAllText(folder["later.yaml"], "shared: {log: {level: warn}}");
        var tool = Tool.RunWith(
            "shared: {strategy: deployment}", "render", "-f", folder["base.yaml"], "-f", folder["later.yaml"], "-f", "-",
            "--set", "shared.deployment.replicas=2", "--set", "shared.deployment.replicas=3",
            "--set-string", "shared.daprd.image.tag=1.19.0");
        Assert.Empty(tool.Lines);
        Assert.Contains("--log-level=warn\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("--log-as-json=false\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("replicas: 3\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("daprd:1.19.0\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_takes_a_key_away() => Assert.Contains("--log-level=info\n",
        Tool.Render("shared: {appId: orders, log: {level: loud}}", "--set", "shared.log.level=null"), StringComparison.Ordinal);

    [Fact]
    public void Null_takes_a_map_away_and_later_values_start_afresh()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.yaml"], "shared: {appId: orders, log: {json: false}}");
        File.WriteAllText(folder["b.yaml"], "shared: {log: null}");
        var output = Tool.RunWith(
            "shared: {log: {level: warn}}", "render", "-f", folder["a.yaml"], "-f", folder["b.yaml"], "-f", "-").Output;
        Assert.Contains("--log-level=warn\n", output, StringComparison.Ordinal);
        Assert.Contains("--log-as-json=true\n", output, StringComparison.Ordinal);
    }
}

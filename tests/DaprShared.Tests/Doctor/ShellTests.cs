using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>A command of a pod in, the words that daprd gets out.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("[/daprd, --app-id, orders]", "/daprd", "--app-id", "orders")]
    [InlineData("[sh, -c, /daprd --app-id orders --app-port 80]", "/daprd", "--app-id", "orders", "--app-port", "80")]
    [InlineData("[/bin/bash, -ec, 'exec /daprd \t--app-id=orders ']", "exec", "/daprd", "--app-id=orders")]
    [InlineData("[sh, -c, \"/daprd --config 'a b' --app-id \\\"or\\\"ders\"]", "/daprd", "--config", "a b", "--app-id", "orders")]
    [InlineData("[sh, -c, \"/daprd --config '' --app-id a\\\\ b\"]", "/daprd", "--config", "", "--app-id", "a b")]
    [InlineData("[sh, -c, \"/daprd \\\\\\n  --app-id orders\"]", "/daprd", "--app-id", "orders")]
    [InlineData("[ash, -c, '/daprd --app-id $APP_ID --config ${CONFIG} --log-level $(LEVEL)']",
        "/daprd", "--app-id", "$(APP_ID)", "--config", "$(CONFIG)", "--log-level", "$(LEVEL)")]
    [InlineData("[tini, --, busybox, sh, -c, /daprd --app-id orders]", "/daprd", "--app-id", "orders")]
    [InlineData("[/daprd, --app-id, bash]", "/daprd", "--app-id", "bash")]
    [InlineData("[sh, -c]")]
    public void The_words_of_a_command_are_read(string command, params string[] words) =>
        Assert.Equal(words, Container(command).Command?.Select(word => word.Text).Where(word => word is not ("sh" or "-c")));

    [Theory]
    [InlineData("sleep 5; /daprd --app-id orders")]
    [InlineData("set -e\\n/daprd --app-id orders")]
    [InlineData("test -f /ready && /daprd --app-id orders")]
    [InlineData("/daprd --app-id $(cat /id)")]
    [InlineData("/daprd --app-id `cat /id`")]
    [InlineData("/daprd --app-id 'orders")]
    [InlineData("exec /daprd --mode kubernetes $@")]
    public void A_script_that_is_more_than_a_command_is_not(string script)
    {
        Assert.Null(Container($"[sh, -c, \"{script}\"]").Command);

        var report = Shop.Examine($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: orders}
            spec: {containers: [{name: dapr, image: shop/dapr, command: [sh, -c, "{{script}}"]}]}
            """);

        Assert.Empty(report.Findings);
        Assert.Equal(
            ["Not read: the flags of container 'dapr' of Pod orders, which are in a script of a shell. Not checked: this daprd."],
            report.NotChecked);
    }

    [Fact]
    public void Flags_in_a_script_are_judged_at_its_line()
    {
        var text = Shop.Text.Replace("        args:\n        - /daprd\n", "        command: [sh, -c, \"/daprd --mode kubernetes --loud\"]\n"
            + "        args:\n        - /daprd\n", StringComparison.Ordinal);
        var finding = Shop.Examine(text).Findings.Single(finding => finding.Rule == DiagnosticRules.UnknownFlag);

        Assert.Equal("no daprd has --loud.", finding.Message);
        Assert.Contains("sh, -c", text.Split('\n')[finding.Line - 1], StringComparison.Ordinal);
    }

    private static Container Container(string command)
    {
        List<Diagnostic> mistakes = [];
        var pod = ManifestReader.Read(
            "pod.yaml", $"{{apiVersion: v1, kind: Pod, spec: {{containers: [{{command: {command}}}]}}}}", mistakes);
        Assert.Empty(mistakes);
        return Workload.Of(Assert.Single(pod))!.Containers[0];
    }
}

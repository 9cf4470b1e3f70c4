using System.Diagnostics;
using Xunit;

namespace DaprShared.Tool.Tests;

public class ProcessTests
{
    [Fact]
    public void Help_shows_examples_and_all_options()
    {
        var tool = Tool.Run("render", "--help");
        Assert.Equal((0, ""), (tool.ExitCode, tool.Errors));
        Assert.All(
            (string[])
            [
                "-f, --values", "--set ", "--set-string", "--set-file", "--resources-path", "-n, --namespace", "-o, --output",
                "shared.appId", "helm get values", "Exit code",
            ],
            text => Assert.Contains(text, tool.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_note_says_what_has_to_exist_before_the_first_apply() => Assert.Equal(
        [
            "note: ConfigMap 'dapr-trust-bundle' with key 'ca.crt' has to exist: kubectl create configmap dapr-trust-bundle -n shop "
            + @"--from-literal=ca.crt=""$(kubectl get configmap dapr-trust-bundle -n dapr-system -o jsonpath='{.data.ca\.crt}')""",
            @"note: Secret 'orders-dapr-token' with key 'token' has to exist: openssl rand -hex 32 | tr -d '\n' | "
            + "kubectl create secret generic orders-dapr-token -n shop --from-file=token=/dev/stdin",
        ],
        Tool.Run("render", "--set", "shared.appId=orders", "-n", "shop").Notes);

    [Theory]
    [InlineData("shared.injection.enabled=true")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.env[0].name=A,shared.daprd.env[0].valueFrom.secretKeyRef.name=broker,"
        + "shared.daprd.env[0].valueFrom.secretKeyRef.key=password",
        "note: Secret 'broker' with key 'password' has to exist: it is daprd's environment variable A")]
    [InlineData(
        "shared.injection.enabled=true,shared.workflows.enabled=true,shared.daprd.config=tracing",
        "note: Configuration 'tracing' has to exist and to enable the feature WorkflowsClusteredDeployment, because workflows run in "
        + "several daprds")]
    public void Notes_are_about_what_is_used(string set, params string[] notes) =>
        Assert.Equal(notes, Tool.Run("render", "--set", $"shared.appId=orders,shared.daprd.tokenSecret.name=,{set}").Notes);

    [Fact]
    public void A_lower_limit_lowers_the_default_request()
    {
        var output = Tool.Render("shared: {appId: orders, daprd: {resources: {limits: {memory: 128Mi}}}}");
        Assert.Equal(2, output.Split("memory: \"128Mi\"\n").Length - 1);
    }

    [Theory]
    [InlineData("echo '{apiVersion: v1, kind: Pod}' | dotnet dapr-shared.dll doctor -")]
    [InlineData("dotnet dapr-shared.dll render --set shared.appId=orders")]
    public async Task A_disk_that_is_full_is_a_mistake_and_no_crash(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        var start = new ProcessStartInfo("sh", ["-c", $"{command} > /dev/full"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardError = true,
        };
        start.Environment.Remove("STRYKER_COVERAGE_FILE");
        start.Environment.Remove("STRYKER_COVERAGE_EPOCH_FILE");

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, process.ExitCode);
        Assert.EndsWith("error: No space left on device\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_reads_standard_input_and_writes_plain_UTF_8()
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "dapr-shared.dll");
        var start = new ProcessStartInfo("dotnet", [tool, "render", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Under Stryker a second process would join the first one's coverage, which then waits for it after each test.
        start.Environment.Remove("STRYKER_COVERAGE_FILE");
        start.Environment.Remove("STRYKER_COVERAGE_EPOCH_FILE");

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("shared: {appId: orders, initContainer: {token: x}}\npodAnnotations: {team: Größe}");
        process.StandardInput.Close();
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("warning DAPRSHARED028: shared.initContainer.token: ", errors, StringComparison.Ordinal);
        Assert.True(bytes.ToArray().AsSpan().StartsWith("apiVersion: v1\n"u8));
        Assert.True(bytes.ToArray().AsSpan().IndexOf("Größe"u8) > 0);
    }
}

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
        Assert.All((string[])["-f, --values", "--set ", "--set-string", "-n, --namespace", "-o, --output", "shared.appId", "helm get values", "Exit code"],
            text => Assert.Contains(text, tool.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_process_reads_standard_input_and_writes_plain_UTF_8()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "dapr-shared.dll"), "render", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
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

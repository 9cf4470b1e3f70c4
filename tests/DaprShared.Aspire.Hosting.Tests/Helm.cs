using System.Diagnostics;

namespace DaprShared.Hosting.Tests;

/// <summary>A published chart, and what Helm makes of it. Where Helm is not installed the tests that need it say so.</summary>
internal sealed class Helm : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-chart-").FullName;

    public Helm(IEnumerable<KeyValuePair<string, string>> chart)
    {
        foreach (var (path, text) in chart)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    /// <summary>Returns the documents of <c>helm template</c>, without their comments.</summary>
    public IReadOnlyList<string> Template(params string[] arguments) =>
    [
        .. from document in ("\n" + Run(["template", "shop", _folder, .. arguments])).Split("\n---\n")
           let text = string.Join('\n', document.Split('\n').Where(line => !line.StartsWith('#')))
           where text.Trim().Length > 0
           select text,
    ];

    /// <summary>Writes a file beside the chart and returns its path.</summary>
    public string AddFile(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Runs <c>helm lint</c> and returns what it says.</summary>
    public string Lint() => Run(["lint", "--strict", _folder]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Run(IEnumerable<string> arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("helm", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("helm is not installed.");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output + errors.Result);
            return output;
        }
    }
}

using System.Diagnostics;
using DaprShared.Testing;

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
    public IReadOnlyList<string> Template(params string[] arguments) => Documents(Run(["template", "shop", _folder, .. arguments]));

    /// <summary>The same against a cluster, as an installation does it.</summary>
    public IReadOnlyList<string> TemplateIn(ClusterStandIn cluster, params string[] arguments)
    {
        var kubeConfig = AddFile("kubeconfig", cluster.KubeConfig());
        return Documents(Run(
        [
            "template", "shop", _folder,
            "--dry-run=server", "--disable-openapi-validation", "--kubeconfig", kubeConfig,
            .. arguments,
        ]));
    }

    private static List<string> Documents(string output) =>
    [
        .. from document in ("\n" + output).Split("\n---\n")
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

    // Found once, before a test puts a stand-in in front of it.
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "helm"), Path.Combine(folder, "helm.exe")])
        .FirstOrDefault(file => File.Exists(file) && !file.StartsWith(HelmStandIn.Folder, StringComparison.Ordinal));

    private static string Run(IEnumerable<string> arguments)
    {
        Assert.SkipWhen(Program is null, "helm is not installed.");
        using var process = Process.Start(
            new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return output;
    }
}

/// <summary>
/// A <c>helm</c> for Aspire's deploy steps: it is new enough for them, and writes what it is told to do into <c>helm.log</c> of the chart's
/// folder instead of doing it.
/// </summary>
internal static class HelmStandIn
{
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"dapr-shared-helm-{Environment.ProcessId}");

    /// <summary>Puts it in front of PATH, for this process.</summary>
    public static void Install()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in is a shell script.");
            return;
        }

        lock (Folder)
        {
            if (Directory.Exists(Folder))
            {
                return;
            }

            Directory.CreateDirectory(Folder);
            var script = Path.Combine(Folder, "helm");
            File.WriteAllText(script, """
                #!/bin/sh
                case "$1" in
                  version) echo v4.2.0 ;;
                  *) echo "$@" >> helm.log ;;
                esac
                """);
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Environment.SetEnvironmentVariable("PATH", Folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
        }
    }
}

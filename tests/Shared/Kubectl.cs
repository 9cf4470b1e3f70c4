using System.Diagnostics;

namespace DaprShared;

/// <summary>kubectl, for what it does without a cluster.</summary>
internal static class Kubectl
{
    /// <summary>Returns the objects of a folder as <c>kubectl apply -k</c> would apply them, a document each.</summary>
    public static IReadOnlyList<string> Kustomize(string folder)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(path => (string[])[Path.Combine(path, "kubectl"), Path.Combine(path, "kubectl.exe")]).FirstOrDefault(File.Exists);
        Xunit.Assert.SkipWhen(program is null, "kubectl is not installed.");
        using var process = Process.Start(new ProcessStartInfo(program, ["kustomize", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Xunit.Assert.True(process.ExitCode == 0 && errors.Result.Length == 0, output + errors.Result); // warnings are mistakes too
        return output.Split("\n---\n");
    }
}

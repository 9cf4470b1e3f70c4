namespace DaprShared.Build;

/// <summary>
/// The schemas of Kubernetes, which the tests compare all objects with. Those that cannot be had are left out, and the tests that need them
/// are skipped and say so.
/// </summary>
internal static class KubernetesSchemas
{
    // The packages of npm that were generated from a version: those of the Kubernetes project say so in each model, Pulumi's in its change
    // log. Neither has all.
    private static readonly (string Version, string Package)[] s_packages =
    [
        ("1.30", "@kubernetes/client-node@0.22.3"),
        ("1.31", "@pulumi/kubernetes@4.18.1"),
        ("1.32", "@kubernetes/client-node@1.0.0"),
        ("1.33", "@kubernetes/client-node@1.2.0"),
        ("1.34", "@kubernetes/client-node@1.4.0"),
        ("1.35", "@pulumi/kubernetes@4.28.0"),
    ];

    public static async Task Install()
    {
        foreach (var (version, package) in s_packages)
        {
            var file = Shell.Artifacts($"tools/kubernetes/{version}.tgz");
            if (File.Exists(file)) { continue; }

            // As it is downloaded, without what it depends on.
            Console.WriteLine($"The schema of Kubernetes {version} is installed into artifacts/tools.");
            var folder = Path.GetDirectoryName(Shell.Artifacts($"tools/npm-kubernetes/{version}/package"))!;
            string[] arguments = ["pack", "--loglevel", "error", "--fetch-retries", "1", "--pack-destination", folder, package];
            var answer = Shell.Find("npm") is { } npm
                ? await Shell.Capture(npm, arguments, TimeSpan.FromMinutes(2))
                : new(-1, "npm is not on PATH.");
            if (!answer.Succeeded)
            {
                Console.WriteLine($"It cannot be had, so the tests that need it are skipped: {answer.Output.Split('\n')[0]}");
                return;
            }

            File.Move(Directory.GetFiles(folder, "*.tgz").Single(), file);
        }
    }
}

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
            if (!await NpmPackage.Install($"The schema of Kubernetes {version}", $"kubernetes/{version}.tgz", package)) { return; }
        }
    }
}

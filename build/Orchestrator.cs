using System.Runtime.InteropServices;

namespace DaprShared.Build;

/// <summary>Aspire's orchestrator and dashboard, and its CLI.</summary>
internal static class Orchestrator
{
    private const string CliVersion = "13.5.4", Dcp = "ASPIRE_DCP_PATH", Dashboard = "ASPIRE_DASHBOARD_PATH";
    private static readonly string s_exe = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Chooses the orchestrator that works with a container runtime, for this process and those that it starts.</summary>
    public static async Task Choose(ContainerRuntime runtime)
    {
        if (Environment.GetEnvironmentVariable(Dcp) is { Length: > 0 } chosen)
        {
            Console.WriteLine($"Orchestrator: {chosen}, as {Dcp} says.");
        }
        else if (runtime.NeedsBundle)
        {
            var (dcp, dashboard) = await Bundle();
            Environment.SetEnvironmentVariable(Dcp, dcp);
            Environment.SetEnvironmentVariable(Dashboard, dashboard);
            Console.WriteLine($"Orchestrator: the one of the Aspire CLI {CliVersion}, which works with Podman 4.");
        }
        else
        {
            Console.WriteLine("Orchestrator: the one of Aspire's packages.");
        }
    }

    /// <summary>Returns the Aspire CLI: the one on this machine, or our own.</summary>
    public static async Task<string> Cli()
    {
        if (Shell.Find("aspire") is { } installed) { return installed; }

        // `aspire setup` unpacks beside the folder of the CLI, so ours gets a folder of its own.
        var cli = Shell.Artifacts($"tools/aspire-{CliVersion}/bin/aspire{s_exe}");
        if (File.Exists(cli)) { return cli; }

        return await Install(cli);
    }

    private static async Task<string> Install(string cli)
    {
        var npm = Shell.Find("npm") ?? throw new Failure($"npm, which installs the Aspire CLI {CliVersion}, is not on PATH.");
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var package = $"@microsoft/aspire-cli-{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        Console.WriteLine($"The Aspire CLI {CliVersion} is installed into artifacts/tools.");
        await Shell.Check(npm, "install", "--silent", "--no-save", "--prefix", Shell.Artifacts("tools/npm"), $"{package}@{CliVersion}");
        File.Copy(Shell.Artifacts($"tools/npm/node_modules/{package}/bin/aspire{s_exe}"), cli, overwrite: true);
        return cli;
    }

    // X/bin/aspire has its orchestrator in X/versions/<id>.
    private static async Task<(string Dcp, string Dashboard)> Bundle()
    {
        var cli = Shell.Artifacts($"tools/aspire-{CliVersion}/bin/aspire{s_exe}");
        if (Unpacked(cli) is { } there) { return there; }

        await Install(cli);
        var setup = await Shell.Capture(cli, ["setup", "--non-interactive", "--nologo"], TimeSpan.FromMinutes(5));
        return Unpacked(cli) ?? throw new Failure($"`{cli} setup` unpacked no orchestrator:\n{setup.Output}");
    }

    private static (string Dcp, string Dashboard)? Unpacked(string cli)
    {
        var versions = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(cli)!, "..", "versions"));
        return (from version in versions.Exists ? versions.GetDirectories() : []
                let dcp = Path.Combine(version.FullName, "dcp")
                let dashboard = Path.Combine(version.FullName, "managed", "aspire-managed" + s_exe)
                where File.Exists(Path.Combine(dcp, "dcp" + s_exe)) && File.Exists(dashboard)
                select ((string, string)?)(dcp, dashboard)).FirstOrDefault();
    }
}

using System.Runtime.InteropServices;

namespace DaprShared.Build;

/// <summary>Packages of the operating system, where it is Debian (or Ubuntu) and this process may install them.</summary>
internal static class Debian
{
    // Asked before a package starts its service; see invoke-rc.d(8).
    private const string Policy = "/usr/sbin/policy-rc.d";

    /// <summary>Installs packages, without what they recommend and without starting a service.</summary>
    /// <returns>Whether they are there now; not where nothing can be installed.</returns>
    public static async Task<bool> Install(params string[] packages)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/etc/debian_version")) { return false; }

        if (Shell.Find("apt-get") is not { } apt) { return false; }

        Console.WriteLine($"These packages of Debian are installed: {string.Join(", ", packages)}");
        Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
        await Run(apt, "update", "-qq");

        // An existing policy is somebody's decision. apt-get gets the same Ctrl+C and ends; our policy goes in any case.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        var own = !File.Exists(Policy);
        try
        {
            if (own)
            {
                await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 101\n");
                File.SetUnixFileMode(Policy, (UnixFileMode)Convert.ToInt32("755", 8));
            }

            await Run(apt, ["install", "--yes", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", .. packages]);
        }
        finally
        {
            if (own) { File.Delete(Policy); }
        }

        return true;
    }

    private static async Task Run(string apt, params string[] arguments)
    {
        var answer = await Shell.Capture(apt, arguments, TimeSpan.FromMinutes(10));
        if (!answer.Succeeded) { throw new Failure($"`apt-get {string.Join(' ', arguments)}` failed:\n{answer.Output}"); }
    }
}

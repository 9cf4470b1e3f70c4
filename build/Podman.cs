using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>What Podman needs on some machines: settings, which only this process and its children get, and packages.</summary>
internal static class Podman
{
    private const string Configuration = "CONTAINERS_CONF";

    // Where containers.conf(5) looks for helpers, and CNI for its plugins.
    private static readonly string[] s_helpers =
    [
        "/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/libexec/podman", "/usr/lib/podman",
        "/usr/libexec/cni", "/usr/lib/cni", "/opt/cni/bin",
    ];

    /// <summary>
    /// Gets Debian's packages: bridge networks need netavark, with iptables (Debian 12) or nftables (Debian 13), the names of containers
    /// aardvark-dns, and Podman's usual crun cannot start a container as root on every machine.
    /// </summary>
    public static string[] Packages { get; } = ["podman", "runc", "netavark", "iptables", "nftables", "aardvark-dns"];

    /// <summary>Goes on until a container starts.</summary>
    /// <param name="start">Starts one.</param>
    /// <returns>What is wrong if none does.</returns>
    public static async Task<string?> Repair(Func<Task<Answer>> start)
    {
        var fault = await Fault(start);
        if (fault is null || !OperatingSystem.IsLinux()) { return fault; }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Configuration)))
        {
            await Configure();
            fault = await Fault(start);
        }

        if (fault is not null && await Debian.Install(Packages))
        {
            await Configure();
            fault = await Fault(start);
        }

        return fault;
    }

    /// <summary>Returns whether the containers of a network find each other by name.</summary>
    /// <param name="info">What Podman answered to <c>info</c>.</param>
    /// <param name="exists">Whether there is a file.</param>
    public static bool ResolvesNames(JsonNode? info, Func<string, bool> exists)
    {
        var host = info?["host"];
        var helper = (string?)host?["networkBackend"] == "cni" ? "dnsname" : "aardvark-dns";
        return (bool?)host?["serviceIsRemote"] == true // it is another machine's business
            || (string?)host?["networkBackendInfo"]?["dns"]?["path"] is { Length: > 0 }
            || s_helpers.Any(folder => exists($"{folder}/{helper}"));
    }

    private static async Task<string?> Fault(Func<Task<Answer>> start)
    {
        if (await start() is { Succeeded: false } answer) { return answer.Output; }

        var info = await Shell.Capture("podman", ["info", "--format", "{{json .}}"], TimeSpan.FromMinutes(1));
        return ResolvesNames(info.Json(), File.Exists) ? null
            : "The containers of a network do not find each other by name: netavark and aardvark-dns are not installed.";
    }

    // crun cannot start a container as root where cgroups of both versions are mounted; a process without CAP_SYS_RESOURCE cannot raise its
    // limits; and what Podman found at its very first start is its network back end from then on.
    private static async Task Configure()
    {
        var file = Shell.Artifacts("containers.conf");
        var netavark = s_helpers.Any(folder => File.Exists($"{folder}/aardvark-dns"));
        await File.WriteAllTextAsync(file, $"""
            [containers]
            default_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]
            {(Shell.Find("runc") is null ? "" : "[engine]\nruntime = \"runc\"")}
            {(netavark ? "[network]\nnetwork_backend = \"netavark\"" : "")}
            """);
        if (Environment.GetEnvironmentVariable(Configuration) == file) { return; }

        Environment.SetEnvironmentVariable(Configuration, file);
        Console.WriteLine($"Podman gets settings for this run: {Path.GetRelativePath(".", file)}");
    }
}

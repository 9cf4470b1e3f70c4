namespace DaprShared.Build;

/// <summary>What an AppHost needs to run: a container runtime that starts containers, images, an orchestrator and a dashboard.</summary>
internal static class Stack
{
    private const string Requested = "ASPIRE_CONTAINER_RUNTIME", Configuration = "CONTAINERS_CONF";

    // What Debian's Podman needs beside it: its bridge networks need iptables, and its usual crun cannot start a container as root on every machine.
    private static readonly string[] s_podman = ["podman", "runc", "iptables"];

    /// <summary>Prepares this process and those that it starts for an AppHost; returns why none can run.</summary>
    /// <param name="cli">Whether the Aspire CLI is needed too.</param>
    public static async Task<string?> Prepare(bool cli)
    {
        if (await Runtime() is not { } runtime) { return "no container runtime works here."; }

        Console.WriteLine($"Containers: {runtime.Program} {runtime.Version}.");
        if (await Images.Prepare(runtime.Program) is { } image) { return image; }

        await Start(runtime);
        await Orchestrator.Choose(runtime);
        Environment.SetEnvironmentVariable(Requested, runtime.Program);
        Environment.SetEnvironmentVariable("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"); // no development certificate is needed
        if (cli) { Environment.SetEnvironmentVariable("ASPIRE_CLI", await Orchestrator.Cli()); }

        return null;
    }

    private static async Task<ContainerRuntime?> Runtime()
    {
        string[] names = Environment.GetEnvironmentVariable(Requested) is { Length: > 0 } requested ? [requested] : ContainerClient.Known;
        var (runtime, faults) = await Ask();
        if (runtime is not null) { return runtime; }

        foreach (var fault in faults.DefaultIfEmpty($"{string.Join(" and ", names)}: not on PATH."))
        {
            Console.WriteLine(fault);
        }

        return names.Contains("podman") && Shell.Find("podman") is null && await Debian.Install(s_podman) ? (await Ask()).Runtime : null;

        async Task<(ContainerRuntime? Runtime, IReadOnlyList<string> Faults)> Ask() =>
            ContainerRuntime.Choose(await Task.WhenAll(names.Where(name => Shell.Find(name) is not null).Select(ContainerClient.Ask)));
    }

    /// <summary>
    /// Starts a container, in the network that containers have if nothing is said. Podman may need settings, which only this process and its children get,
    /// and packages.
    /// </summary>
    private static async Task Start(ContainerRuntime runtime)
    {
        var answer = await Start();
        if (answer.Succeeded) { return; }

        if (runtime.Program == "podman" && OperatingSystem.IsLinux())
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Configuration))) { await Configure(); }

            if ((answer = await Start()).Succeeded) { return; }

            if (await Debian.Install(s_podman))
            {
                await Configure();
                if ((answer = await Start()).Succeeded) { return; }
            }
        }

        throw new Failure($"{runtime.Program} {runtime.Version} cannot start a container:\n{answer.Output}");

        async Task<Answer> Start() =>
            await Shell.Capture(runtime.Program, ["run", "--rm", Images.Daprd, "/daprd", "--version"], TimeSpan.FromMinutes(2));
    }

    // crun cannot start a container as root where cgroups of both versions are mounted, and a process without CAP_SYS_RESOURCE cannot raise its limits.
    private static async Task Configure()
    {
        var file = Shell.Artifacts("containers.conf");
        var runtime = Shell.Find("runc") is null ? "" : "[engine]\nruntime = \"runc\"\n";
        await File.WriteAllTextAsync(file, $"[containers]\ndefault_ulimits = [\"nofile=1024:4096\", \"nproc=1024:4096\"]\n{runtime}");
        Environment.SetEnvironmentVariable(Configuration, file);
        Console.WriteLine($"Podman gets settings for this run: {Path.GetRelativePath(".", file)}");
    }
}

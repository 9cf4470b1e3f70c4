namespace DaprShared.Build;

/// <summary>What an AppHost needs to run: a container runtime that starts containers, images, an orchestrator and a dashboard.</summary>
internal static class Stack
{
    private const string Requested = "ASPIRE_CONTAINER_RUNTIME";

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
        Environment.SetEnvironmentVariable("ASPIRE_CLI_TELEMETRY_OPTOUT", "true");
        if (cli) { Environment.SetEnvironmentVariable("ASPIRE_CLI", await Orchestrator.Cli()); }

        return null;
    }

    /// <summary>Makes the app of the end-to-end tests, for where it is a container; returns why it cannot be made.</summary>
    public static async Task<string?> PrepareApp() =>
        await Images.PrepareApp(Environment.GetEnvironmentVariable(Requested)!) ? null : "its app cannot be compiled here.";

    private static async Task<ContainerRuntime?> Runtime()
    {
        string[] names = Environment.GetEnvironmentVariable(Requested) is { Length: > 0 } requested ? [requested] : ContainerClient.Known;
        var (runtime, faults) = await Ask();
        if (runtime is not null) { return runtime; }

        var none = $"None of {string.Join(", ", names)} is on PATH: install Podman 4 or later, or Docker 23 or later with buildx.";
        foreach (var fault in faults.DefaultIfEmpty(none))
        {
            Console.WriteLine(fault);
        }

        var install = names.Contains("podman") && Shell.Find("podman") is null;
        return install && await Debian.Install(Podman.Packages) ? (await Ask()).Runtime : null;

        async Task<(ContainerRuntime? Runtime, IReadOnlyList<string> Faults)> Ask() =>
            ContainerRuntime.Choose(await Task.WhenAll(names.Where(name => Shell.Find(name) is not null).Select(ContainerClient.Ask)));
    }

    // In the network that containers have if nothing is said.
    private static async Task Start(ContainerRuntime runtime)
    {
        var fault = runtime.Program == "podman" ? await Podman.Repair(Run)
            : await Run() is { Succeeded: false } answer ? answer.Output
            : null;
        if (fault is not null) { throw new Failure($"{runtime.Program} {runtime.Version} cannot start a container:\n{fault}"); }

        async Task<Answer> Run() =>
            await Shell.Capture(runtime.Program, ["run", "--rm", Images.Daprd, "/daprd", "--version"], TimeSpan.FromMinutes(2));
    }
}

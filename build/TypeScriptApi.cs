using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>What AppHosts in TypeScript see of our packages: the Aspire CLI dumps it, and the repository keeps it as a baseline.</summary>
internal static partial class TypeScriptApi
{
    /// <summary>The baseline, in the folder of the repository.</summary>
    public const string Baseline = "src/TypeScriptAPI.json";

    /// <summary>The CLI's version: 13.6 is the first that takes a TimeSpan in what is passed by value.</summary>
    public const string Version = "13.6.5";

    // Writes the TypeScript that an AppHost calls.
    private const string Generator = "Aspire.Hosting.CodeGeneration.TypeScript";

    /// <summary>What is dumped: an assembly each. The package for CommunityToolkit has nothing for other languages.</summary>
    public static string[] Projects { get; } =
        [.. from name in (string[])["", ".Aspire.Hosting", ".Aspire.Hosting.Kubernetes", ".Aspire.Hosting.Docker"]
            select $"src/DaprShared{name}/DaprShared{name}.csproj"];

    // Aspire's packages that those need, as files of NuGet's cache.
    private static readonly string[] s_needed = ["aspire.hosting", "aspire.hosting.kubernetes", "aspire.hosting.docker"];
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Cli => Shell.Artifacts($"tools/aspire-{Version}/aspire") + (OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>Installs the CLI, where it can be had.</summary>
    public static async Task Install()
    {
        if (File.Exists(Cli)) { return; }

        Console.WriteLine($"The Aspire CLI {Version} is installed into artifacts/tools.");
        string[] install = ["tool", "install", "Aspire.Cli", "--version", Version, "--tool-path", Path.GetDirectoryName(Cli)!];
        var installed = await Shell.Capture("dotnet", install, TimeSpan.FromMinutes(3));
        if (!installed.Succeeded) { Console.WriteLine("It cannot be had, so nobody compares the exports with their baseline."); }
    }

    /// <summary>Tells the end-to-end tests of the CLI, or why no AppHost in TypeScript can run on this machine.</summary>
    public static async Task Prepare()
    {
        await Install();
        var missing = Shell.Find("npm") is null ? "npm is not on PATH."
            : Missing() is { } none ? none
            : !await PackageFeed.Has(Generator, Version) ? $"no package feed has {Generator} {Version}."
            : null;
        Environment.SetEnvironmentVariable(missing is null ? "ASPIRE_TYPESCRIPT_CLI" : "ASPIRE_TYPESCRIPT_MISSING", missing ?? Cli);
    }

    /// <summary>Writes the baseline.</summary>
    public static async Task Write()
    {
        await Install();
        if (Missing() is { } missing) { throw new Failure($"{Baseline} is not written, because {missing}"); }

        await File.WriteAllTextAsync(Baseline, Normal(await Dump(Projects)));
    }

    /// <summary>Returns why nothing can be dumped on this machine.</summary>
    public static string? Missing() =>
        !File.Exists(Cli) ? $"the Aspire CLI {Version} is not in artifacts/tools: the command `test` puts it there where it can be had."
        : s_needed.FirstOrDefault(name => !Directory.Exists(Path.Combine(Cache, name))) is { } package ? $"no package feed has {package}."
        : null;

    /// <summary>Returns what projects, or a package as <c>name@version</c>, export.</summary>
    /// <remarks>The CLI takes longer than most test projects, so a dump is kept for as long as its sources are the same.</remarks>
    public static async Task<JsonObject> Dump(params string[] integrations)
    {
        var kept = Shell.Artifacts($"typescript/{await Sources(integrations)}.json");
        var (dump, log) = ($"{kept}.new", Shell.Artifacts("typescript/dump.log"));
        if (File.Exists(kept)) { return JsonNode.Parse(await File.ReadAllTextAsync(kept))!.AsObject(); }

        Dictionary<string, string> environment = new()
        {
            // Aspire's packages come from a folder, so no feed of theirs is asked.
            ["ASPIRE_CLI_CHANNEL"] = "daily",
            ["ASPIRE_CLI_PACKAGES"] = Packages(),
            ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true",
        };
        string[] arguments = ["sdk", "dump", .. integrations, "--format", "Json", "--output", dump, "--non-interactive", "--nologo"];
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var dumping = Shell.Run(Cli, arguments, environment, null, log, limit.Token);
        var exit = await Shell.Await(dumping, "the Aspire CLI reads what is exported");
        if (exit != 0 || !File.Exists(dump))
        {
            throw new Failure($"`aspire sdk dump` failed:\n{await File.ReadAllTextAsync(log, CancellationToken.None)}");
        }

        File.Move(dump, kept, overwrite: true);
        return await Dump(integrations);
    }

    // A package never changes; a project is all that src and the properties above it say.
    private static async Task<string> Sources(string[] integrations)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version} {string.Join(' ', integrations)}"));
        var sources = integrations.Any(File.Exists)
            ? Directory.EnumerateFiles("src", "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(".", "Directory.*"))
            : [];
        foreach (var file in sources.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(await File.ReadAllBytesAsync(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Returns a dump in the form of the baseline: names and types as TypeScript has them, in order. Texts are left out, they change more
    /// often than what they describe; so are the types of Aspire's packages that a method is copied to.
    /// </summary>
    public static string Normal(JsonObject dump)
    {
        JsonObject Section(string name, Func<JsonNode, string> key, Func<JsonNode, JsonNode> value) =>
            new(from entry in dump[name]?.AsArray() ?? []
                orderby key(entry), StringComparer.Ordinal
                select KeyValuePair.Create<string, JsonNode?>(key(entry), value(entry)));
        JsonObject baseline = new()
        {
            ["methods"] = Section("Capabilities", entry => Text(entry, "CapabilityId"), Method),
            ["handles"] = Section("HandleTypes", entry => Name(entry, "AtsTypeId"), entry =>
                Texts(entry["BaseTypeHierarchy"]!.AsArray().Select(type => Name(type!, "TypeId")))),
            ["values"] = Section("DtoTypes", entry => Text(entry, "Name"), entry =>
                Texts(from field in entry["Properties"]!.AsArray()
                      select $"{Camel(Text(field, "Name"))}?: {Name(field["Type"]!, "TypeId")}")),
            ["enums"] = Section("EnumTypes", entry => Text(entry, "Name"), entry => entry["Values"]!.DeepClone()),
            ["diagnostics"] = dump["Diagnostics"]?.DeepClone() ?? new JsonArray(),
        };
        return baseline.ToJsonString(s_indented) + "\n";
    }

    private static JsonObject Method(JsonNode entry) => new()
    {
        ["name"] = $"{Name(entry, "TargetTypeId")}.{Text(entry, "MethodName")}",
        ["parameters"] = Texts(from parameter in entry["Parameters"]!.AsArray()
                               where Text(parameter!, "Name") != Text(entry, "TargetParameterName")
                               select Parameter(parameter!)),
        ["returns"] = Name(entry["ReturnType"]!, "TypeId"),
    };

    private static string Parameter(JsonNode parameter)
    {
        var isOptional = (bool)parameter["IsOptional"]! || (bool)parameter["IsNullable"]!;
        var type = (bool)parameter["IsCallback"]!
            ? $"({string.Join(", ", parameter["CallbackParameters"]!.AsArray().Select(each => Name(each!["Type"]!, "TypeId")))}) => "
                + Name(parameter["CallbackReturnType"]!, "TypeId")
            : Name(parameter["Type"]!, "TypeId");
        var value = parameter["DefaultValue"] is { } given ? $" = {given.ToJsonString()}" : "";
        return $"{Text(parameter, "Name")}{(isOptional ? "?" : "")}: {type}{value}";
    }

    // {assembly}/{namespace}.{type}, several in a union.
    private static string Name(JsonNode node, string field) =>
        string.Join(" | ", Text(node, field).Split('|').Select(type => Place().Replace(type, "")));

    private static string Text(JsonNode node, string field) => (string?)node[field] ?? "";

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Cache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // All of Aspire's that were restored, in one folder, as the CLI wants them.
    private static string Packages()
    {
        var folder = Path.GetDirectoryName(Shell.Artifacts("typescript/packages/any"))!;
        foreach (var file in from package in Directory.EnumerateDirectories(Cache, "aspire.*")
                             from file in Directory.EnumerateFiles(package, "*.nupkg", SearchOption.AllDirectories)
                             let copy = Path.Combine(folder, Path.GetFileName(file))
                             where !File.Exists(copy)
                             select (From: file, To: copy))
        {
            File.Copy(file.From, file.To);
        }

        return folder;
    }

    [GeneratedRegex(@"(enum:)?([\w.]+/)?(\w+\.)*")]
    private static partial Regex Place();
}

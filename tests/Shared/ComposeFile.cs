using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>The folder that is published for Docker Compose.</summary>
internal static partial class ComposeFile
{
    /// <summary>Publishes, and checks what Docker Compose checks when it reads the file.</summary>
    public static async Task<SortedDictionary<string, string>> PublishAsync(Action<IDistributedApplicationBuilder> configure)
    {
        var folder = await AppHost.PublishAsync(configure);
        AssertValid(folder["docker-compose.yaml"], folder.GetValueOrDefault(".env") ?? "");
        return folder;
    }

    /// <summary>Checks a file and its <c>.env</c>.</summary>
    public static void AssertValid(string file, string environment)
    {
        var root = Map(file.At("services") is null
            ? null
            : new YamlDotNet.Serialization.DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(file));
        Assert.Subset(new HashSet<string> { "services", "networks", "volumes", "configs" }, root.Keys.ToHashSet());
        var (services, configs) = (Map(root["services"]), Map(root.GetValueOrDefault("configs")));
        Assert.All(configs.Keys, name => Assert.Matches("^[a-zA-Z0-9._-]+$", name));
        List<string> used = [];
        foreach (var (name, service) in services)
        {
            Assert.Matches("^[a-zA-Z0-9._-]+$", name);
            Assert.Subset(
                new HashSet<string>
                {
                    "image", "command", "entrypoint", "environment", "expose", "ports", "depends_on", "networks", "restart", "labels",
                    "configs", "volumes", "healthcheck",
                },
                Map(service).Keys.ToHashSet());
            Assert.Subset(services.Keys.ToHashSet(), Map(service.At("depends_on")).Keys.ToHashSet());
            Assert.Subset(Map(root["networks"]).Keys.ToHashSet(), service.Texts("networks").ToHashSet());
            var files = (List<object>?)service.At("configs") ?? [];
            used.AddRange(files.Select(config => (string)config.At("source")!));
            Assert.Equal(files.Count, files.Select(config => config.At("target")).Distinct().Count());
            foreach (var volume in (List<object>?)service.At("volumes") ?? [])
            {
                Assert.Contains((string)volume.At("source")!, Map(root["volumes"]).Keys);
            }
        }

        Assert.Equal(configs.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        // Each variable has a line of its own, and no value.
        Interpolated(file, [.. environment.Split('\n').Where(line => line.EndsWith('=')).Select(line => line[..^1])]);
        Assert.All(
            environment.Split('\n').Where(line => line.Length > 0 && line[0] != '#'),
            line => Assert.EndsWith("=", line, StringComparison.Ordinal));
    }

    /// <summary>Replaces variables as Compose does it; a dollar that is neither doubled nor a known variable is an error.</summary>
    public static string Interpolated(string text, HashSet<string> variables) => Dollar().Replace(text, found =>
    {
        Assert.True(
            found.Value == "$$" || variables.Contains(found.Groups["name"].Value),
            $"'{found.Value}' is no variable of the .env file.");
        return found.Value == "$$" ? "$" : "";
    });

    /// <summary>Reads a map.</summary>
    public static Dictionary<string, object> Map(object? map) =>
        ((Dictionary<object, object>?)map ?? []).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    [GeneratedRegex(@"\$\$|\$(\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:\?[^}]*)?\})?")]
    private static partial Regex Dollar();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>Reads objects of Kubernetes from text: YAML or JSON, single documents or lists, whoever wrote them.</summary>
internal static class ManifestReader
{
    /// <summary>What standard input is called.</summary>
    public const string StandardInput = "-";

    /// <summary>Returns what a message calls a file.</summary>
    public static string NameOf(string file) => file == StandardInput ? "standard input" : file;

    // "kubectl get -A -o yaml" of a cluster is far larger than what a person writes.
    private const int MostNodes = 2_000_000;

    private static readonly string[] _extensions = [".yaml", ".yml", ".json"];

    private static readonly EnumerationOptions _enumeration = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Returns the files that a path names: itself, or those in and below it.</summary>
    public static IReadOnlyList<string> Files(string path) => !Directory.Exists(path) ? [path] :
    [
        .. from file in Directory.EnumerateFiles(path, "*", _enumeration).Order(StringComparer.Ordinal)
           where _extensions.Contains(Path.GetExtension(file).ToLowerInvariant())
           select file,
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isNamed">Whether the user named it. In a folder a file that is no manifest is none of ours.</param>
    /// <param name="mistakes">Gets what is wrong with it.</param>
    public static IReadOnlyList<ManifestObject> ReadFile(string file, bool isNamed, List<Diagnostic> mistakes)
    {
        try
        {
            var text = TextFile.Read(file);
            List<Diagnostic> found = [];
            var objects = Read(file, text, found);
            if (isNamed || text.Contains("apiVersion", StringComparison.Ordinal))
            {
                mistakes.AddRange(found);
            }

            return objects;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            mistakes.Add(Unreadable(file, $"cannot be read: {e.Message}", "Name a file of UTF-8 text that may be read."));
            return [];
        }
    }

    /// <summary>Reads a text; what is wrong with it goes to <paramref name="mistakes"/>, and then there are no objects.</summary>
    public static IReadOnlyList<ManifestObject> Read(string file, string text, List<Diagnostic> mistakes)
    {
        try
        {
            return
            [
                .. from root in Roots(text)
                   from item in Kustomization.IsFile(file) ? [.. new[] { root }.OfType<YamlMappingNode>()] : Items(root)
                   select new ManifestObject(file, item),
            ];
        }
        catch (YamlException e)
        {
            mistakes.Add(Unreadable(file, $"is neither YAML nor JSON: {YamlReader.Explain(e)}",
                text.Contains("{{", StringComparison.Ordinal)
                    ? "It seems to be a template of Helm's: examine what 'helm template' writes."
                    : "Correct it."));
            return [];
        }
    }

    private static IEnumerable<YamlNode> Roots(string text)
    {
        try
        {
            return YamlReader.Read(text, MostNodes);
        }
        catch (YamlException) when (Json(text) is { } json)
        {
            // Tabs are indentation to JSON, and a mistake to YAML.
            return YamlReader.Read(json, MostNodes);
        }
    }

    private static string? Json(string text)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(text)?.ToJsonString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // "kubectl get -o yaml" of several objects gives a List.
    private static IEnumerable<YamlMappingNode> Items(YamlNode root) => root switch
    {
        YamlMappingNode map when map.TextAt("kind").EndsWith("List", StringComparison.Ordinal) && map.At("items") is YamlSequenceNode =>
            map.ItemsAt("items").SelectMany(Items),
        YamlMappingNode map when map.TextAt("kind").Length > 0 && map.TextAt("apiVersion").Length > 0 => [map],
        YamlSequenceNode list => list.SelectMany(Items),
        _ => [],
    };

    private static Diagnostic Unreadable(string file, string what, string fix) =>
        DiagnosticRules.UnreadableResource.For(NameOf(file), what, fix);
}

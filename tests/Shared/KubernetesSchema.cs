using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Testing;

/// <summary>
/// The kinds of one version of Kubernetes with their fields. They are read from TypeScript declarations, which say of a field its name, its
/// type, and whether it must be there. <c>build.cs</c> puts them into artifacts/tools; tests that need a version that is not there are
/// skipped. Dapr's kinds are those of the product's own table.
/// </summary>
internal sealed partial class KubernetesSchema
{
    private static readonly ConcurrentDictionary<string, Lazy<KubernetesSchema>> s_read = new();

    // The text between the braces of each type.
    private readonly Dictionary<string, string> _bodies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Dictionary<string, (string Type, bool IsRequired)>> _fields = new();

    private KubernetesSchema(string version, string file)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (Declarations().IsMatch(entry.Name))
            {
                using var reader = new StreamReader(entry.DataStream!);
                var text = reader.ReadToEnd();
                // A model says of which version it is. Some packages still have models of older ones.
                if (!text.Contains("OpenAPI Generator", StringComparison.Ordinal)
                    || Regex.IsMatch(text, $@": (v|release-){Regex.Escape(version)}\b"))
                {
                    Read(text);
                }
            }
        }

    }

    /// <summary>Gets the versions that the objects are checked for.</summary>
    public static Xunit.TheoryData<string> Versions => ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

    /// <summary>Returns the schema of a version, or skips the test.</summary>
    public static KubernetesSchema Of(string version)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "tools", "kubernetes", $"{version}.tgz");
        Xunit.Assert.SkipUnless(File.Exists(file), $"The schema of Kubernetes {version} is not installed.");
        return s_read.GetOrAdd(version, _ => new(() => new(version, file))).Value;
    }

    /// <summary>Fails with all that is wrong with the objects of YAML streams.</summary>
    public void Accepts(params IEnumerable<string> yaml)
    {
        var mistakes = yaml.SelectMany(Mistakes).ToList();
        Xunit.Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    /// <summary>Returns what is wrong with the objects of a YAML stream.</summary>
    public IReadOnlyList<string> Mistakes(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml)); // refuses a key that is there twice
        return [.. stream.Documents.SelectMany(document => MistakesOf(document.RootNode))];
    }

    private IEnumerable<string> MistakesOf(YamlNode item)
    {
        string Text(params string[] path) => (path.Aggregate(item, Child) as YamlScalarNode)?.Value ?? "";

        static YamlNode Child(YamlNode node, string key) =>
            node is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : "";

        var (apiVersion, kind) = (Text("apiVersion"), Text("kind"));
        if (item is YamlMappingNode root && new DaprDocument(kind, root) is { IsDapr: true } document)
        {
            return from mistake in DocumentValidator.Validate(document, DaprdMode.Kubernetes, new() { AppId = "orders" })
                   where mistake.IsError
                   select $"{mistake.Subject}: {mistake.Message}";
        }

        if (apiVersion == "monitoring.coreos.com/v1")
        {
            return []; // of an operator; PodMonitorTests has the whole object
        }

        var parts = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/', '.') : ["core", apiVersion];
        string[] names = [$"{parts[0]}.{parts[^1]}.{kind}", $"{Regex.Replace(parts[^1], "^v", "V")}{kind}"];
        return names.FirstOrDefault(_bodies.ContainsKey) is { } type
            ? Check($"{kind} {Text("metadata", "name")}:", item, type)
                .Concat(Text("metadata", "name") is "" ? [$"{kind}: metadata.name is missing"] : [])
            : [$"{apiVersion} {kind}: unknown kind"];
    }

    private IEnumerable<string> Check(string path, YamlNode node, string type)
    {
        if (Wrapped().Match(type) is { Success: true } wrapped)
        {
            return Check(path, node, wrapped.Groups[1].Value);
        }

        if (type.IndexOfAny(['<', '{']) < 0 && type.Split(" | ") is { Length: > 1 } choices)
        {
            return choices.Any(choice => !Check(path, node, choice).Any()) ? [] : Wrong($"a {string.Join(" or ", choices)}");
        }

        if (List().Match(type) is { Success: true } list)
        {
            return node is YamlSequenceNode items
                ? items.SelectMany((item, index) => Check($"{path}[{index}]", item, list.Groups[1].Value + list.Groups[2].Value))
                : Wrong("a list");
        }

        if (Map().Match(type) is { Success: true } map)
        {
            return node is YamlMappingNode entries
                ? entries.SelectMany(entry => Check($"{path}.{entry.Key}", entry.Value, map.Groups[1].Value))
                : Wrong("a map");
        }

        return type switch
        {
            "any" or "object" => [],
            "IntOrString" => Check(path, node, "number | string"),
            "string" or "number" or "boolean" => ScalarType(node) == type ? [] : Wrong($"a {type}"),
            "Date" => Check(path, node, "string"),
            ['"', ..] => node is YamlScalarNode { Value: { } text } && $"\"{text}\"" == type ? [] : Wrong(type),
            _ => CheckFields(path, node, Fields(type)),
        };

        IEnumerable<string> Wrong(string expected) => [$"{path} is not {expected}: {node}"];
    }

    private IEnumerable<string> CheckFields(string path, YamlNode node, Dictionary<string, (string Type, bool IsRequired)> fields) =>
        node is not YamlMappingNode map ? [$"{path} is not a map: {node}"] :
    [
        .. fields.Where(field => field.Value.IsRequired && !map.Children.ContainsKey(field.Key))
            .Select(field => $"{path}.{field.Key} is missing"),
        .. map.SelectMany(entry => fields.TryGetValue($"{entry.Key}", out var field)
            ? Check($"{path}.{entry.Key}", entry.Value, field.Type)
            : [$"{path}.{entry.Key}: unknown field"]),
    ];

    private Dictionary<string, (string Type, bool IsRequired)> Fields(string type) =>
        _fields.GetOrAdd(type, name => Field().Matches(_bodies[name]).ToDictionary(
            field => field.Groups["name"].Value,
            field => (Prefix().Replace(field.Groups["type"].Value, ""), field.Groups["optional"].Length == 0)));

    // As Kubernetes reads it, in YAML 1.1. None of the kinds has a number that is not whole.
    private static string ScalarType(YamlNode node) => node switch
    {
        YamlScalarNode { Style: not ScalarStyle.Plain } => "string",
        YamlScalarNode { Value: { } text } => PlainBoolean().IsMatch(text) ? "boolean"
            : PlainInteger().IsMatch(text) ? "number"
            : PlainOther().IsMatch(text) ? "other"
            : "string",
        _ => "other",
    };

    private void Read(string text)
    {
        text = Comment().Replace(text, "").ReplaceLineEndings("\n");
        string group = "", version = "";
        foreach (Match type in Declaration().Matches(text))
        {
            var (indent, name, start) = (type.Groups["indent"].Value, type.Groups["name"].Value, type.Index + type.Length - 1);
            if (type.Groups["keyword"].Value == "namespace")
            {
                (group, version) = indent.Length == 0 ? (name, "") : (group, name);
            }
            else
            {
                _bodies[indent.Length == 0 ? name : $"{group}.{version}.{name}"] =
                    text[start..text.IndexOf($"\n{indent}}}", start, StringComparison.Ordinal)].Split("static ")[0];
            }
        }
    }

    [GeneratedRegex(@"/(gen/models?/\w+|types/input)\.d\.ts$")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<indent> *)(export )?(declare )?(?<keyword>namespace|class|interface) (?<name>\w+)[^{\n]*\{\n",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // A name that is a word of JavaScript has an underscore before it.
    [GeneratedRegex(@"(?<=^|;)\s*['""]?_?(?<name>[\w$]+)['""]?(?<optional>\??): (?<type>(\{[^{}]*\}|[^;{}])+);")]
    private static partial Regex Field();

    // Where a type is declared; and the known values of a string, which may have others.
    [GeneratedRegex(@"\binputs\.| \| enums[.\w]+")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^pulumi\.Input<(.+)>$", RegexOptions.Singleline)]
    private static partial Regex Wrapped();

    [GeneratedRegex(@"^(?:Array<(.+)>|(.+)\[\])$", RegexOptions.Singleline)]
    private static partial Regex List();

    [GeneratedRegex(@"^\{\s*\[\w+: string\]: (.+?);?\s*\}$", RegexOptions.Singleline)]
    private static partial Regex Map();

    [GeneratedRegex("^(y|yes|n|no|true|false|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainBoolean();

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex PlainInteger();

    // Null, and other numbers.
    [GeneratedRegex(
        @"^(~|null|[-+]?(0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*|(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?|\.inf)|\.nan)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex PlainOther();
}

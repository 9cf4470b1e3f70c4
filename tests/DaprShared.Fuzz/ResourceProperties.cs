using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Fuzz;

/// <summary>Resource files: documents of each kind of Dapr's, by the table of their fields, lists of them, and slips.</summary>
public partial class ResourceProperties
{
    [Fact]
    public void Resource_files_are_written_or_reported() => Files.WithSlips().Holds(60, text => Render(text), text => text);

    [Fact]
    public void A_document_keeps_what_is_in_it() => Files.WithSlips().Holds(60, text =>
    {
        List<Diagnostic> mistakes = [];
        var file = DaprFile.Parse("orders.yaml", text, mistakes);
        if (mistakes.Any(mistake => mistake.IsError) || TextWithStar().IsMatch(text))
        {
            return;
        }

        // Not read as a user's file, where braces are Helm's.
        var written = string.Join("---\n", file.Documents.Select(document => document.ToYaml()));
        Assert.Equal(
            file.Documents.Select(document => Plain(document.Root)),
            YamlReader.Read(written).OfType<YamlMappingNode>().Select(Plain));
        Yaml.Read(written);
    }, text => text);

    // YamlDotNet takes all of {a *b: null} for the key, and would not read what was written for {a *b}.
    [GeneratedRegex(@"[^\s:,\[\]{}-] +\*")]
    private static partial Regex TextWithStar();

    private static void Render(string text)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-");
        // Half a pair of surrogates becomes a replacement character.
        File.WriteAllBytes(Path.Combine(folder.FullName, "resources.yaml"), Encoding.UTF8.GetBytes(text));
        ToolRun.Render("", "render", "--set", "shared.appId=orders", "--set", "shared.daprd.config=shop",
            "-n", text.Length % 2 == 0 ? "shop" : "1", "--resources-path", folder.FullName);
        folder.Delete(recursive: true);
    }

    private static string Plain(YamlNode node) => node switch
    {
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(pair => $"{Plain(pair.Key)}: {Plain(pair.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Plain))}]",
        _ => YamlScalar.IsNull(node) ? "null" : $"{YamlScalar.TypeOf(node)} '{((YamlScalarNode)node).Value}'",
    };

    private static Gen<string> Files { get; } =
        Gen.Frequency((3, 1), (1, 2), (1, 3)).SelectMany(count => Document.Array[count]).SelectMany(documents => Gen.Frequency(
            (3, string.Join("---\n", documents.Select(document => document.Document()))),
            (1, new Node.Map(
                [("apiVersion", Node.Of("v1")), ("kind", Node.Of("List")), ("items", new Node.List(documents))]).Document())));

    private static Gen<Node> Document => Gen.OneOf(DaprSchema.Kinds.ToArray()).SelectMany(name =>
        Gen.Frequency(
            (9, Fields(DaprSchema.Find(name)!, DaprSchema.Find(name)!.Fields.Skip(3), 0)),
            (1, Gen.Select(Inputs.Key, Inputs.Any).Array[0, 3])).SelectMany(fields =>
        Gen.Select(
            Gen.Frequency((9, "dapr.io/" + name.Split('/')[1]), (1, "v1"), (1, "dapr.io/v9")),
            Gen.Frequency((9, Metadata), (1, Inputs.Any)),
            (version, metadata) => (Node)new Node.Map(
                [("apiVersion", Node.Of(version)), ("kind", Node.Of(name.Split('/')[0])), ("metadata", metadata), .. fields]))));

    private static Gen<Node> Metadata { get; } = Gen.Select(
        Gen.Frequency((9, Gen.OneOf("shop", "statestore", "pubsub").Select(Node.Of)), (1, Inputs.Scalar)),
        Gen.Frequency((4, Array.Empty<(string, Node)>()), (1, [("namespace", Node.Of("shop"))]), (1, [("labels", Node.Of("{a: b}"))])),
        (name, others) => (Node)new Node.Map([("name", name), .. others]));

    // The required fields, and some others.
    private static Gen<(string, Node)[]> Fields(DaprField of, IEnumerable<DaprField> fields, int depth)
    {
        var each = from field in fields
                   let value = Gen.Frequency((25, Value(field, field.Type, depth + 1)), (1, Inputs.Scalar), (1, Inputs.Any))
                   select Gen.Select(Gen.Double.Unit, value, (chance, node) =>
                       chance < (field.IsRequired || field.IsNeeded ? 0.98 : 0.3) ? ((string, Node)[])[(field.Name, node)] : []);
        var all = each.Aggregate(Gen.Const(Array.Empty<(string, Node)>()), (so, one) =>
            Gen.Select(so, one, (entries, next) => ((string, Node)[])[.. entries, .. next]));
        return Gen.Select(all, Gen.Frequency((25, ""), (1, "unknown"), (1, of.Name)), (entries, unknown) =>
            unknown.Length == 0 ? entries : [.. entries, (unknown, Node.Of("1"))]);
    }

    private static Gen<Node> Value(DaprField field, string type, int depth) => type switch
    {
        _ when depth > 8 => Inputs.Scalar,
        "any" => Inputs.Scalar,
        "object" => Gen.OneOf("{}", "{a: 1}", "{a: {b: c}}").Select(Node.Of),
        "url" => Gen.OneOf("http://orders:80", "https://example.org", "localhost:6379", "orders").Select(Node.Of),
        "version" => Gen.OneOf("v1", "v2", "\"\"").Select(Node.Of),
        "middleware" => Gen.OneOf("middleware.http.ratelimit", "state.redis").Select(Node.Of),
        "text" or "word" or "address" => Gen.OneOf(
            "orders", "state.redis", "pubsub.in-memory", "v1", "redis:6379", "http://orders:80", "localhost:6379", "shop", "\"\"", "&t x",
            "*t", "secretKeyRef", "redisPassword", "primaryEncryptionKey", "'quoted: text'", "|\n          two\n          lines\n")
            .Select(Node.Of),
        "duration" or "span" => Gen.OneOf("30s", "1m30s", "\"500\"", "0s", "-1s").Select(Node.Of),
        "rate" => Gen.OneOf("\"1\"", "\"0.5\"", "\"2\"").Select(Node.Of),
        "httpCodes" or "grpcCodes" => Gen.OneOf("\"14\"", "502-504", "\"100,2\"").Select(Node.Of),
        "boolean" => Gen.OneOf("true", "false", "\"true\"", "yes").Select(Node.Of),
        "number" or "int32" or "times" or "size" => Gen.OneOf("1", "0", "-1", "100", "\"1\"", "1.5", "0o17").Select(Node.Of),
        ['+', .. var list] => Value(field, list, depth),
        ['[', .. var item, ']'] => Gen.Select(Value(field, item, depth + 1).Array[0, 2], Gen.Bool, (items, isFlow) =>
            (Node)new Node.List(items, isFlow)),
        ['{', .. var item, '}'] => Gen.Select(
            Gen.Select(Gen.OneOf("orders", "short", "Cart", "\"1\""), Value(field, item, depth + 1)).Array[0, 2],
            Gen.Bool,
            (entries, isFlow) => (Node)new Node.Map(entries, isFlow)),
        "" or "one" => Fields(field, field.Fields, depth).Select(entries => (Node)new Node.Map(entries)),
        _ when type.Contains('|') || type.StartsWith('=') => Gen.OneOf(type.TrimStart('=').Split('|')).Select(Node.Of),
        _ => Value(DaprSchema.Find(type)!, "", depth),
    };
}

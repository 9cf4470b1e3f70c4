using System.Text.Json.Nodes;
using CsCheck;

namespace DaprShared.Fuzz;

/// <summary>The YAML writer: each text is the same text again, for two parsers.</summary>
public class WriterProperties
{
    [Fact]
    public void A_text_is_the_same_text_for_two_parsers() => Inputs.Text.Holds(400, text =>
    {
        var yaml = ManifestYaml.Write(new JsonObject
        {
            ["text"] = text,
            ["list"] = new JsonArray(text, new JsonArray(text)),
            ["map"] = new JsonObject { [text] = text },
            ["after"] = "x",
        });

        Assert.Equal(["text", text, "list", text, text, "map", text, text, "after", "x"], Yaml.Texts(yaml));
        Assert.DoesNotContain('\r', yaml);
    }, Quoted);

    [Fact]
    public void A_tree_is_the_same_tree_for_two_parsers() => Trees.Holds(200, json =>
    {
        var read = YamlReader.Read(ManifestYaml.Write(JsonNode.Parse(json)!));

        // An object has no order.
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), YamlReader.ToJson(Assert.Single(read))));
        Yaml.Read(ManifestYaml.Write(JsonNode.Parse(json)!));
    }, json => json);

    // As text: a node has one parent.
    private static Gen<string> Trees { get; } = Gen.Recursive<string>((depth, tree) => Gen.Frequency(
        (depth < 5 ? 2 : 100, Inputs.Text.Select(Quoted)),
        (1, Gen.OneOf("1", "0", "-1", "true", "false", "1.5", "2147483648")),
        (1, tree.Array[0, 3].Select(items => $"[{string.Join(",", items)}]")),
        (1, Gen.Select(Inputs.Text, tree).Array[0, 3].Select(entries => entries.DistinctBy(entry => entry.Item1))
            .Select(entries => $"{{{string.Join(",", entries.Select(entry => $"{Quoted(entry.Item1)}:{entry.Item2}"))}}}"))))
        .Where(json => json[0] is '{' or '[');

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();
}

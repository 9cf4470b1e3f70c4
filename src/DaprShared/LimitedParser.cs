using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DaprShared;

/// <summary>
/// The events of a YAML text that a person could have written. Nesting without end, an alias of what it stands in, and aliases of aliases
/// that grow without measure ("billion laughs") end the process of a reader that trusts them; here they are mistakes.
/// </summary>
internal sealed class LimitedParser(string text, int? mostNodes = null) : IParser
{
    private const int DeepestNesting = 64, MostNodes = 100_000;

    private static readonly HashSet<string> _tags =
        [.. from type in (string[])["str", "int", "float", "bool", "null", "map", "seq"] select $"tag:yaml.org,2002:{type}"];

    private readonly Parser _parser = new(new StringReader(text));
    private readonly Stack<(AnchorName Anchor, int Before)> _open = [];
    private readonly Dictionary<AnchorName, int> _sizes = [];
    private int _nodes;

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            if (!_parser.MoveNext())
            {
                return false;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner on "a: [1" and a key in the next line.
            var end = Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "found a bracket without its other half, or a quote that does not end.");
        }

        switch (Current)
        {
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false, Value: var tag } } tagged when !_tags.Contains(tag):
                throw At(tagged, "a tag that is not YAML's");
            case AnchorAlias alias when _open.Any(node => node.Anchor == alias.Value):
                throw At(alias, "an alias of what it stands in");
            case AnchorAlias alias:
                Count(alias, _sizes.TryGetValue(alias.Value, out var size) ? size : throw At(alias, "an alias without an anchor"));
                break;
            case Scalar scalar:
                Count(scalar, 1);
                Close(scalar.Anchor, _nodes - 1);
                break;
            case MappingStart or SequenceStart:
                _open.Push((((NodeEvent)Current).Anchor, _nodes));
                Count(Current, 1);
                break;
            case MappingEnd or SequenceEnd:
                var (anchor, before) = _open.Pop();
                Close(anchor, before);
                break;
            case DocumentStart:
                _sizes.Clear();
                break;
        }

        return true;
    }

    private void Count(ParsingEvent at, int size)
    {
        if ((_nodes += size) > (mostNodes ?? MostNodes) || _open.Count > DeepestNesting)
        {
            throw At(at, "a value that is nested too deeply or too large");
        }
    }

    private void Close(AnchorName anchor, int before)
    {
        if (!anchor.IsEmpty)
        {
            _sizes[anchor] = _nodes - before;
        }
    }

    private static YamlException At(ParsingEvent place, string what) => new(place.Start, place.End, $"found {what}.");
}

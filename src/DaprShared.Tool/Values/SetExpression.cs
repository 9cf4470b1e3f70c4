using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DaprShared.Tool.Values;

/// <summary>
/// Helm's <c>--set</c>: <c>a.b=c,d[0].e=f</c> with <c>{x,y}</c> for a list and a backslash before a literal comma, dot, bracket, brace or
/// equals sign.
/// </summary>
internal sealed class SetExpression
{
    // As in Helm.
    private const int MostItems = 65536, DeepestNesting = 30;

    private readonly string _text;
    private readonly Func<string, JsonNode?> _read;
    private int _at;

    private SetExpression(string text, Func<string, JsonNode?> read) => (_text, _read) = (text, read);

    /// <summary>Sets the pairs of an expression in the values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="read">
    /// Reads each value: as it is (<c>--set-string</c>), from a file (<c>--set-file</c>), or as <see cref="Typed"/>.
    /// </param>
    /// <exception cref="ValuesException">The expression cannot be read; the message does not repeat it.</exception>
    public static void Apply(JsonObject values, string expression, Func<string, JsonNode?> read)
    {
        var pairs = new List<(List<object> Path, JsonNode? Value)>();
        var parser = new SetExpression(expression, read);
        while (!parser.AtEnd)
        {
            try
            {
                pairs.Add((parser.Path(), parser.Value()));
            }
            catch (FormatException e)
            {
                throw new ValuesException($"pair {pairs.Count + 1} {e.Message}.");
            }
        }

        foreach (var (path, value) in pairs)
        {
            Put(values, path, value);
        }
    }

    private bool AtEnd => _at >= _text.Length;

    // Names and, for [n], numbers, up to and with the equals sign.
    private List<object> Path()
    {
        var path = new List<object>();
        while (true)
        {
            var (name, end) = Until(".[=,");
            if (name.Length == 0)
            {
                throw new FormatException("has an empty key");
            }

            path.Add(name);
            while (end == '[')
            {
                var (index, close) = Until("]");
                if (close != ']' || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || number >= MostItems)
                {
                    throw new FormatException("has an index that is not a number");
                }

                path.Add(number);
                end = AtEnd ? '\0' : _text[_at++];
                if (end is not ('.' or '[' or '='))
                {
                    throw new FormatException("has no '=' after an index");
                }
            }

            if (path.Count > DeepestNesting)
            {
                throw new FormatException($"has a key of more than {DeepestNesting} parts");
            }

            if (end == '=')
            {
                return path;
            }

            if (end != '.')
            {
                throw new FormatException(@"has no '='; write a comma in a value as '\,'");
            }
        }
    }

    private JsonNode? Value()
    {
        if (AtEnd || _text[_at] != '{')
        {
            return _read(Until(",").Text);
        }

        _at++;
        var list = new JsonArray();
        while (true)
        {
            var (item, end) = Until(",}");
            if (end == '\0')
            {
                throw new FormatException("has a list without '}'");
            }

            if (end == ',' || item.Length > 0 || list.Count > 0)
            {
                list.Add(_read(item));
            }

            if (end == '}')
            {
                return AtEnd || _text[_at++] == ',' ? list : throw new FormatException("goes on after '}'");
            }
        }
    }

    // The text up to one of the ends, which is taken too; '\0' is the end of the expression.
    private (string Text, char End) Until(string ends)
    {
        var text = new StringBuilder();
        while (!AtEnd)
        {
            var character = _text[_at++];
            if (character == '\\' && !AtEnd)
            {
                character = _text[_at++];
            }
            else if (ends.Contains(character, StringComparison.Ordinal))
            {
                return (text.ToString(), character);
            }

            text.Append(character);
        }

        return (text.ToString(), '\0');
    }

    /// <summary>
    /// Returns a number, a boolean or nothing where a text looks like one. No fractions, as in Helm: <c>--set
    /// shared.daprd.image.tag=1.18</c> is text.
    /// </summary>
    public static JsonNode? Typed(string text) =>
        text.Equals("null", StringComparison.OrdinalIgnoreCase) ? null
        : text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : (text == "0" || !text.StartsWith('0'))
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : text;

    private static void Put(JsonObject values, List<object> path, JsonNode? value)
    {
        JsonNode parent = values;
        for (var i = 0; i < path.Count; i++)
        {
            var last = i == path.Count - 1;
            var child = last ? value
                : Get(parent, path[i]) is var existing && path[i + 1] is int ? existing as JsonArray ?? []
                : existing as JsonObject ?? (JsonNode)new JsonObject();
            if (last || child!.Parent is null)
            {
                Set(parent, path[i], child);
            }

            parent = child!;
        }
    }

    private static JsonNode? Get(JsonNode parent, object step) => step switch
    {
        string name => parent[name],
        int index when parent is JsonArray list && index < list.Count => list[index],
        _ => null,
    };

    private static void Set(JsonNode parent, object step, JsonNode? child)
    {
        if (step is string name)
        {
            parent[name] = child;
            return;
        }

        var list = parent.AsArray();
        while (list.Count <= (int)step)
        {
            list.Add(null);
        }

        list[(int)step] = child;
    }
}

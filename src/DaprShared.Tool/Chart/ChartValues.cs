using System.Text.Json.Nodes;

namespace DaprShared.Tool.Chart;

/// <summary>Reads values through <see cref="ChartKeyTable"/>; whatever is in no row is a mistake.</summary>
internal static class ChartValues
{
    private static readonly Dictionary<string, ChartKey> _rows = ChartKeyTable.All.ToDictionary(row => row.Key);

    private static readonly HashSet<string> _maps = [.. ChartKeyTable.All.SelectMany(row => Prefixes(row.Key))];

    /// <summary>Reads the values into the draft.</summary>
    public static void Read(JsonObject values, Draft draft) => ReadMap(values, "", draft);

    private static void ReadMap(JsonObject map, string prefix, Draft draft)
    {
        foreach (var (name, value) in map)
        {
            var key = prefix + name;
            var isOneName = !name.Contains('.');
            if (isOneName && _rows.TryGetValue(key, out var row))
            {
                if (value is not null)
                {
                    row.Read(draft, value);
                }
            }
            else if (!isOneName || !_maps.Contains(key))
            {
                draft.Report(DiagnosticRules.UnknownValue, isOneName ? key : $"{prefix}\"{name}\"", "is not a key of the chart.",
                    Fix(prefix, name));
            }
            else if (value is JsonObject inner)
            {
                ReadMap(inner, key + ".", draft);
            }
            else if (value is not null)
            {
                draft.Diagnostics.Add(ValueTypes.WrongType(key, value, "map"));
            }
        }
    }

    private static string Fix(string prefix, string name)
    {
        var key = prefix + name;
        return name.Contains('.') && (_rows.ContainsKey(key) || _maps.Contains(key))
            ? $"It is one name with dots: write '{name.Split('.')[0]}:' and nest the rest below it."
            : ChartKeyTable.Renamed.GetValueOrDefault(key) is { } today ? $"It is called '{today}' today."
            : (Sibling(prefix, name) ?? Elsewhere(name)) is { } meant ? $"Did you mean '{meant}'?"
            : "Remove it; docs/from-the-chart.md has all keys.";
    }

    private static string? Sibling(string prefix, string name) =>
        Suggestion.Nearest(
            name,
            (from known in _rows.Keys.Concat(_maps)
             where known.StartsWith(prefix, StringComparison.Ordinal)
             select known[prefix.Length..].Split('.')[0]).Distinct())
            is { } sibling ? prefix + sibling : null;

    // The same name in another place: replicas at top level, maxBodySize under shared.daprd.
    private static string? Elsewhere(string name) =>
        (from option in DaprdOptionTable.All
         where option.IsUserOption
             && (Suggestion.Plain(option.Flag) == Suggestion.Plain(name) || Suggestion.Plain(option.Name) == Suggestion.Plain(name))
         select ChartKeyTable.KeyOf(option))
        .Concat(_rows.Keys.Concat(_maps).Where(known => Suggestion.Plain(known.Split('.')[^1]) == Suggestion.Plain(name)))
        .FirstOrDefault();

    private static IEnumerable<string> Prefixes(string key) =>
        key.Select((character, i) => (character, i)).Where(at => at.character == '.').Select(at => key[..at.i]);
}

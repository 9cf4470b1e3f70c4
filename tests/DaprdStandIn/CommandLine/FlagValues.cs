using System.Globalization;

namespace DaprdStandIn.CommandLine;

/// <summary>What the command line said, and the defaults for what it left out.</summary>
/// <param name="known">All flags of the program.</param>
internal sealed class FlagValues(IReadOnlyDictionary<string, Flag> known)
{
    private readonly Dictionary<string, List<string>> _given = new(StringComparer.Ordinal);

    public IEnumerable<Flag> Given => _given.Keys.Select(name => known[name]);

    public bool Changed(string name) => _given.ContainsKey(name);

    public string Text(string name) =>
        _given.TryGetValue(name, out var values) ? values[^1] : known[name].Default;

    public bool Switch(string name) => GoText.ParseBool(Text(name))!.Value;

    public int Int(string name) => (int)long.Parse(Text(name), CultureInfo.InvariantCulture);

    public TimeSpan Duration(string name) => GoText.ParseDuration(Text(name))!.Value;

    /// <summary>A list flag can be repeated, and each use can hold several values separated by commas.</summary>
    public IReadOnlyList<string> List(string name) =>
        _given.TryGetValue(name, out var values)
            ? [.. values.SelectMany(value => value.Split(',')).Where(value => value.Length > 0)]
            : [];

    public void Set(Flag flag, string value)
    {
        if (!_given.TryGetValue(flag.Name, out var values))
        {
            _given[flag.Name] = values = [];
        }

        values.Add(value);
    }
}

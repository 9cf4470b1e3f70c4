using System.Text.Json.Nodes;

namespace DaprShared.Tool.Chart;

/// <summary>What becomes of a key.</summary>
internal enum Fate
{
    /// <summary>It does what it does in the chart, or what its name promises there.</summary>
    Honoured,

    /// <summary>A value that current Dapr no longer takes is replaced, with a warning.</summary>
    Replaced,

    /// <summary>It has nothing to act on, with a warning.</summary>
    Ignored,

    /// <summary>The chart does not have it.</summary>
    Added,
}

/// <summary>One row of <see cref="ChartKeyTable"/>: a key of the values.</summary>
/// <param name="Key">The key, dots between its parts.</param>
/// <param name="Type">What documentation calls its type.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Sets">What it sets: a flag, a field, or why it sets nothing.</param>
/// <param name="Read">Reads the value into the draft, or reports what is wrong with it.</param>
internal sealed record ChartKey(string Key, string Type, Fate Fate, string Sets, Action<Draft, JsonNode> Read);

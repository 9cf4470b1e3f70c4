using System.Text.Json.Nodes;

namespace DaprShared.Tool.Values;

/// <summary>
/// Merges values as Helm does: maps merge key by key, everything else is replaced, and <see langword="null"/> takes a key away.
/// </summary>
internal static class ValuesTree
{
    /// <summary>
    /// Merges <paramref name="later"/> into <paramref name="into"/>. A <see langword="null"/> stays in the tree and counts as not set.
    /// </summary>
    public static void Merge(JsonObject into, JsonObject later)
    {
        foreach (var (key, value) in later)
        {
            if (value is JsonObject map && into[key] is JsonObject existing)
            {
                Merge(existing, map);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }

    /// <summary>Returns <paramref name="node"/> laid over our own <paramref name="defaults"/>.</summary>
    public static JsonObject Over(JsonObject defaults, JsonObject node)
    {
        Merge(defaults, node);
        return WithoutNulls(defaults);
    }

    private static JsonObject WithoutNulls(JsonObject map)
    {
        foreach (var (key, value) in map.ToList())
        {
            if (value is null)
            {
                map.Remove(key);
            }
            else if (value is JsonObject inner)
            {
                WithoutNulls(inner);
            }
        }

        return map;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Build.Tests;

/// <summary>A method that TypeScript can call: what must be given stands in order, everything else in one object behind it.</summary>
internal sealed record TypeScriptMethod(string Name, int Required, IReadOnlyList<string> Optional, IReadOnlyList<string> Types);

/// <summary>A call in a text of TypeScript.</summary>
internal sealed partial record TypeScriptCall(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>Reads a method of the baseline.</summary>
    public static TypeScriptMethod Method(JsonNode entry)
    {
        var parameters = entry["parameters"]!.AsArray().Select(text => Parameter().Match((string)text!)).ToList();
        IEnumerable<string> Of(string group, bool optional) =>
            parameters.Where(each => each.Groups["optional"].Success == optional).Select(each => each.Groups[group].Value);
        return new(((string)entry["name"]!).Split('.')[^1], Of("name", false).Count(), [.. Of("name", true)], [.. Of("type", false)]);
    }

    /// <summary>Returns all calls of a text, those inside of others too.</summary>
    public static IReadOnlyList<TypeScriptCall> ReadAll(string text)
    {
        var code = Plain(text);
        return [.. from call in Call().Matches(code)
                   let start = call.Index + call.Length
                   select new TypeScriptCall(call.Groups["name"].Value, Split(code[start..End(code, start)]))];
    }

    /// <summary>Returns what is wrong with a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="baseline">What our packages export.</param>
    /// <param name="others">What others have.</param>
    public static IEnumerable<string> Faults(string text, JsonNode baseline, IEnumerable<TypeScriptMethod> others)
    {
        var methods = baseline["methods"]!.AsObject().Select(entry => Method(entry.Value!)).Concat(others).ToLookup(method => method.Name);
        var values = baseline["values"]!.AsObject().ToDictionary(
            entry => entry.Key, entry => entry.Value!.AsArray().Select(field => ((string)field!).Split('?')[0]).ToHashSet());
        var calls = from call in ReadAll(text)
                    where !methods[call.Name].Any(method => call.Fits(method, values))
                    select methods.Contains(call.Name)
                        ? $"{call.Name}({string.Join(", ", call.Arguments)}) has other parameters"
                        : $"{call.Name} is not exported";
        var enums = from entry in baseline["enums"]!.AsObject()
                    from use in Regex.Matches(Plain(text), $@"\b{entry.Key}\.(\w+)")
                    where !entry.Value!.AsArray().Any(value => (string)value! == use.Groups[1].Value)
                    select $"{use.Value} is not there";
        return calls.Concat(enums);
    }

    private bool Fits(TypeScriptMethod method, Dictionary<string, HashSet<string>> values) =>
        (Arguments.Count == method.Required
            || (Arguments.Count == method.Required + 1 && Keys(Arguments[^1]) is { } keys && keys.All(method.Optional.Contains)))
        && Arguments.Zip(method.Types).All(each =>
            Keys(each.First) is not { } keys || !values.TryGetValue(each.Second, out var known) || keys.All(known.Contains));

    // Those of an object: `a: 1`, or `a` alone.
    private static IEnumerable<string>? Keys(string argument) =>
        argument is ['{', .., '}'] ? Split(argument[1..^1]).Select(field => field.Split(':')[0].Trim()) : null;

    // The end of what is in parentheses.
    private static int End(string code, int start)
    {
        var depth = 1;
        var at = start;
        for (; depth > 0; at++)
        {
            depth += code[at] is '(' or '[' or '{' ? 1 : code[at] is ')' or ']' or '}' ? -1 : 0;
        }

        return at - 1;
    }

    private static IReadOnlyList<string> Split(string list)
    {
        List<string> parts = [""];
        var depth = 0;
        foreach (var c in list)
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && c == ',') { parts.Add(""); }
            else
            {
                parts[^1] += c;
            }
        }

        return [.. parts.Select(part => part.Trim()).Where(part => part.Length > 0)];
    }

    // Without comments, and with texts that hold nothing that could be taken for code.
    private static string Plain(string text) => TextOrComment().Replace(text, found => found.Value[0] == '/' ? " " : "'…'");

    [GeneratedRegex(@"\.(?<name>[a-z]\w*)\(|\b(?<name>createBuilder)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<name>\w+)(?<optional>\?)?: (?<type>.*?)(?: = .*)?$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|""(?:[^""\\\n]|\\.)*""|`(?:[^`\\]|\\.)*`", RegexOptions.Singleline)]
    private static partial Regex TextOrComment();
}

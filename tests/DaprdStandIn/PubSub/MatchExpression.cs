using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprdStandIn.PubSub;

/// <summary>An expression of a routing rule that cannot be read, or that a message has no answer for.</summary>
internal sealed class MatchException(string message) : Exception(message);

/// <summary>
/// The condition of a routing rule, in the part of the Common Expression Language that rules are made of: the fields of "event", literals,
/// comparisons, "in", "has", "size", the functions on texts, and the logical operators. There is no arithmetic and there are no macros.
/// </summary>
internal sealed partial class MatchExpression
{
    private delegate object? Term(JsonObject cloudEvent);

    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">", "in"];

    private readonly Queue<string> _tokens;
    private readonly Term _term;

    private MatchExpression(string text)
    {
        var matches = Token().Matches(text);
        if (matches.Sum(match => match.Length) != text.Length)
        {
            throw new MatchException($"syntax error in {text}");
        }

        _tokens = new(matches.Select(match => match.Value.Trim()).Where(token => token.Length > 0));
        _term = Or();
        if (_tokens.TryPeek(out var rest))
        {
            throw new MatchException($"syntax error in {text} at {rest}");
        }
    }

    public static MatchExpression Parse(string text) => new(text);

    public bool Matches(JsonObject cloudEvent) => True(_term(cloudEvent));

    private Term Or()
    {
        var left = And();
        while (Take("||"))
        {
            var (first, second) = (left, And());
            left = cloudEvent => Either(cloudEvent, first, second, decisive: true);
        }

        return left;
    }

    private Term And()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var (first, second) = (left, Comparison());
            left = cloudEvent => Either(cloudEvent, first, second, decisive: false);
        }

        return left;
    }

    private Term Comparison()
    {
        var left = Unary();
        if (!_tokens.TryPeek(out var symbol) || !Comparisons.Contains(symbol))
        {
            return left;
        }

        _tokens.Dequeue();
        var right = Unary();
        return symbol switch
        {
            "==" => cloudEvent => AreEqual(left(cloudEvent), right(cloudEvent)),
            "!=" => cloudEvent => !AreEqual(left(cloudEvent), right(cloudEvent)),
            "in" => cloudEvent => right(cloudEvent) switch
            {
                object?[] items => left(cloudEvent) is var item && items.Any(other => AreEqual(item, other)),
                JsonObject map => map.ContainsKey(Text(left(cloudEvent))),
                _ => throw new MatchException("no such overload: in"),
            },
            _ => cloudEvent => Compare(left(cloudEvent), right(cloudEvent)) is var order && symbol switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            },
        };
    }

    private Term Unary()
    {
        if (Take("!"))
        {
            var negated = Unary();
            return cloudEvent => !True(negated(cloudEvent));
        }

        var term = Primary();
        while (true)
        {
            if (Take("."))
            {
                term = Member(term, _tokens.Dequeue());
            }
            else if (Take("["))
            {
                var (target, key) = (term, Or());
                Expect("]");
                term = cloudEvent => Field(target(cloudEvent), key(cloudEvent));
            }
            else
            {
                return term;
            }
        }
    }

    private Term Member(Term target, string name)
    {
        if (!Take("("))
        {
            return cloudEvent => Field(target(cloudEvent), name);
        }

        if (name == "size")
        {
            Expect(")");
            return cloudEvent => Size(target(cloudEvent));
        }

        var argument = Or();
        Expect(")");
        return name switch
        {
            "startsWith" => cloudEvent => Text(target(cloudEvent)).StartsWith(Text(argument(cloudEvent)), StringComparison.Ordinal),
            "endsWith" => cloudEvent => Text(target(cloudEvent)).EndsWith(Text(argument(cloudEvent)), StringComparison.Ordinal),
            "contains" => cloudEvent => Text(target(cloudEvent)).Contains(Text(argument(cloudEvent)), StringComparison.Ordinal),
            "matches" => cloudEvent => Regex.IsMatch(
                Text(target(cloudEvent)), Text(argument(cloudEvent)), RegexOptions.None, TimeSpan.FromSeconds(1)),
            _ => throw new MatchException($"undeclared reference to '{name}'"),
        };
    }

    private Term Primary()
    {
        if (!_tokens.TryDequeue(out var token))
        {
            throw new MatchException("syntax error: the expression ends too early");
        }

        switch (token)
        {
            case "(":
                var inner = Or();
                Expect(")");
                return inner;
            case "[":
                var items = new List<Term>();
                while (!Take("]"))
                {
                    items.Add(Or());
                    Take(",");
                }

                return cloudEvent => items.Select(item => item(cloudEvent)).ToArray();
            case "true" or "false":
                return _ => token == "true";
            case "null":
                return _ => null;
            case "event":
                return cloudEvent => cloudEvent;
            case "has" or "size" or "int" or "double" or "string":
                Expect("(");
                var argument = Or();
                Expect(")");
                return token switch
                {
                    "has" => cloudEvent => Has(argument, cloudEvent),
                    "size" => cloudEvent => Size(argument(cloudEvent)),
                    "string" => cloudEvent => Convert.ToString(argument(cloudEvent), CultureInfo.InvariantCulture),
                    "int" => cloudEvent => Math.Truncate(Convert.ToDouble(argument(cloudEvent), CultureInfo.InvariantCulture)),
                    _ => cloudEvent => Convert.ToDouble(argument(cloudEvent), CultureInfo.InvariantCulture),
                };
            case ['"' or '\'', ..]:
                var text = Regex.Unescape(token[1..^1]);
                return _ => text;
            default:
                return double.TryParse(token, CultureInfo.InvariantCulture, out var number) ? _ => number
                    : throw new MatchException($"undeclared reference to '{token}'");
        }
    }

    /// <summary>One operand decides alone, even when the other one fails.</summary>
    private static bool Either(JsonObject cloudEvent, Term first, Term second, bool decisive)
    {
        try
        {
            return True(first(cloudEvent)) == decisive ? decisive : True(second(cloudEvent));
        }
        catch (MatchException) when (IsDecisive())
        {
            return decisive;
        }

        bool IsDecisive()
        {
            try
            {
                return True(second(cloudEvent)) == decisive;
            }
            catch (MatchException)
            {
                return false;
            }
        }
    }

    private static bool Has(Term field, JsonObject cloudEvent)
    {
        try
        {
            field(cloudEvent);
            return true;
        }
        catch (MatchException)
        {
            return false;
        }
    }

    private static object? Field(object? target, object? key) => (target, key) switch
    {
        (JsonObject map, string name) when map.TryGetPropertyValue(name, out var value) => Value(value),
        (object?[] items, double index) when index >= 0 && index < items.Length => items[(int)index],
        _ => throw new MatchException($"no such key: {key}"),
    };

    private static object? Value(JsonNode? node) => node switch
    {
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
            var kind => kind == JsonValueKind.True,
        },
        JsonArray items => items.Select(Value).ToArray(),
        _ => node,
    };

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (JsonNode a, JsonNode b) => JsonNode.DeepEquals(a, b),
        (object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => throw new MatchException("no such overload: comparison"),
    };

    private static double Size(object? value) => value switch
    {
        string text => text.Length,
        object?[] items => items.Length,
        JsonObject map => map.Count,
        _ => throw new MatchException("no such overload: size"),
    };

    private static string Text(object? value) => value as string ?? throw new MatchException("no such overload: a text is expected");

    private static bool True(object? value) =>
        value as bool? ?? throw new MatchException("the result of the match expression was not a boolean");

    private bool Take(string token)
    {
        if (!_tokens.TryPeek(out var next) || next != token)
        {
            return false;
        }

        _tokens.Dequeue();
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new MatchException($"syntax error: '{token}' is missing");
        }
    }

    [GeneratedRegex(
        """\s+|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|-?\d+(\.\d+)?|\w+|==|!=|<=|>=|&&|\|\||[<>!().,\[\]]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}

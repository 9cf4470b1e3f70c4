using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprdStandIn.PubSub;

/// <summary>An expression of a routing rule that cannot be read, or that a message has no answer for.</summary>
internal sealed class MatchException(string message) : Exception(message);

/// <summary>
/// The condition of a routing rule, in the part of the Common Expression Language that most rules are made of: the fields of "event",
/// texts, numbers and lists, comparisons, "in", "has", the functions on texts, and the logical operators.
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
            left = cloudEvent => True(first(cloudEvent)) || True(second(cloudEvent));
        }

        return left;
    }

    private Term And()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var (first, second) = (left, Comparison());
            left = cloudEvent => True(first(cloudEvent)) && True(second(cloudEvent));
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
            "==" => cloudEvent => Equals(left(cloudEvent), right(cloudEvent)),
            "!=" => cloudEvent => !Equals(left(cloudEvent), right(cloudEvent)),
            "in" => cloudEvent => right(cloudEvent) is object?[] items ? items.Contains(left(cloudEvent))
                : throw new MatchException("no such overload: in"),
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
        while (Take("."))
        {
            term = Member(term, _tokens.Dequeue());
        }

        return term;
    }

    private Term Member(Term target, string name)
    {
        if (!Take("("))
        {
            return cloudEvent => target(cloudEvent) is JsonObject map && map.TryGetPropertyValue(name, out var value) ? Value(value)
                : throw new MatchException($"no such key: {name}");
        }

        var argument = Or();
        Expect(")");
        return name switch
        {
            "startsWith" => cloudEvent => Text(target(cloudEvent)).StartsWith(Text(argument(cloudEvent)), StringComparison.Ordinal),
            "endsWith" => cloudEvent => Text(target(cloudEvent)).EndsWith(Text(argument(cloudEvent)), StringComparison.Ordinal),
            "contains" => cloudEvent => Text(target(cloudEvent)).Contains(Text(argument(cloudEvent)), StringComparison.Ordinal),
            _ => throw new MatchException($"undeclared reference to '{name}' (the stand-in knows a part of the language)"),
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
            case "event":
                return cloudEvent => cloudEvent;
            case "has":
                Expect("(");
                var field = Or();
                Expect(")");
                return cloudEvent => Has(field, cloudEvent);
            case ['"' or '\'', ..]:
                var text = Regex.Unescape(token[1..^1]);
                return _ => text;
            default:
                return double.TryParse(token, CultureInfo.InvariantCulture, out var number) ? _ => number
                    : throw new MatchException($"undeclared reference to '{token}' (the stand-in knows a part of the language)");
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

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => throw new MatchException("no such overload: comparison"),
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

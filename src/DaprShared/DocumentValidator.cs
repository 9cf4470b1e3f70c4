using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>
/// Finds what Dapr or the API server would refuse in a document, or pass over, by <see cref="DaprSchema"/>. Messages have no value of a
/// component's metadata, which may be a secret.
/// </summary>
internal static partial class DocumentValidator
{
    // What a text has to be, for the fields where the CRD says no more than text.
    private static readonly Dictionary<string, (string Wanted, Func<string, bool> IsRight)> _texts = new()
    {
        ["text"] = ("text", _ => true),
        ["word"] = ("text that is not empty", text => text.Length > 0),
        ["address"] = ("text", _ => true),
        ["url"] = ("a URL such as http://shop:8080", IsUrl),
        ["version"] = ("a version such as v1", text => TypeVersion().IsMatch(text)),
        ["middleware"] = ("a type such as middleware.http.ratelimit", text => Middleware().IsMatch(text)),
        ["duration"] = ("a duration such as 30s or 1m30s", text => Duration().IsMatch(text)),
        ["span"] = ("a duration such as 30s, or milliseconds in quotes",
            text => !text.StartsWith('-') && (Duration().IsMatch(text) || Whole().IsMatch(text))),
        ["rate"] = ("a number from \"0\" to \"1\", in quotes", text => Fraction(text) is >= 0 and <= 1),
        ["httpCodes"] = ("codes and ranges from 100 to 599, such as 502-504", text => AreCodes(text, 100, 599)),
        ["grpcCodes"] = ("codes and ranges from 0 to 16, such as 14", text => AreCodes(text, 0, 16)),
    };

    // Numbers, and what is behind them: an int32 of the CRD, a size of daprd's (a cache of none makes it pass over the Resiliency).
    private static readonly Dictionary<string, (string Wanted, long Least, long Most)> _numbers = new()
    {
        ["number"] = (YamlScalar.Number, long.MinValue, long.MaxValue),
        ["int32"] = ($"a number of at most {int.MaxValue}", int.MinValue, int.MaxValue),
        ["times"] = ("a number from -1, which is for ever", -1, int.MaxValue),
        ["size"] = ($"a number from 0 to {int.MaxValue}", 0, int.MaxValue),
    };

    /// <summary>Returns the mistakes in a document of Dapr's that a daprd gets.</summary>
    /// <param name="document">The document.</param>
    /// <param name="mode">Where it is read: daprd itself takes documents that the API server refuses.</param>
    /// <param name="daprd">The daprd. The name of the Configuration that it is told to read is a mistake of its own.</param>
    public static IEnumerable<Diagnostic> Validate(DaprDocument document, DaprdMode mode, SharedDaprd daprd)
    {
        var (isCluster, subject) = (mode == DaprdMode.Kubernetes, document.Subject);
        return
        [
            .. Schema(document, mode, daprd.Image.Version),
            .. Meaning(document),
            .. isCluster ? InCluster(document) : OnDisk(document),
            .. isCluster && document.Kind != "Configuration" && document.Name.Length > 0 && !Validator.IsName(document.Name)
                ? [Validator.IllegalName(subject, document.Kind, document.Name)]
                : Array.Empty<Diagnostic>(),
            .. document is { Kind: "Component", Type: { Length: > 0 } type }
                ? [
                    .. ObjectValidator.Type(subject, type),
                    .. StateEncryption.Check(subject, document.ToObject()),
                    .. isCluster ? ObjectValidator.Cluster(subject, type, document.Literals) : [],
                    .. isCluster && document.IsFor(daprd.AppId) ? ObjectValidator.InPods(subject, type, document.Literals, daprd) : [],
                ]
                : Array.Empty<Diagnostic>(),
        ];
    }

    private static IEnumerable<Diagnostic> Schema(DaprDocument document, DaprdMode mode, Version? version)
    {
        var isGroup = document.ApiVersion.StartsWith("dapr.io/", StringComparison.Ordinal);
        var name = $"{document.Kind}/{document.ApiVersion[(document.ApiVersion.IndexOf('/') + 1)..]}";
        var kind = DaprSchema.Find(name);
        if (kind is null || !isGroup)
        {
            yield return DiagnosticRules.UnknownKind.For(document.Subject,
                $"{document.Kind} of {(document.ApiVersion.Length > 0 ? document.ApiVersion : "no apiVersion")} is no kind of Dapr's.",
                (Suggestion.Nearest(name, DaprSchema.Kinds) ?? DaprSchema.OfKind(document.Kind).LastOrDefault()) is { } nearest
                    ? $"Did you mean kind {nearest.Split('/')[0]} with apiVersion dapr.io/{nearest.Split('/')[1]}?"
                    : $"Dapr has {string.Join(", ", DaprSchema.Kinds)}.");
        }
        else if (version is not null && version < kind.Since)
        {
            yield return DiagnosticRules.UnknownKind.For(document.Subject, $"Dapr {version} does not know {document.Kind}.",
                $"Use {kind.Since} or later, or move the document out of the folder.");
        }
        else
        {
            Walk walk = new(document, mode, version);
            walk.Fields(document.Root, kind, "");
            foreach (var mistake in walk.Mistakes)
            {
                yield return mistake;
            }
        }
    }

    private sealed class Walk(DaprDocument document, DaprdMode mode, Version? version)
    {
        public List<Diagnostic> Mistakes { get; } = [];

        // These two daprd itself compares with their CRDs, on every machine (dapr v1.18.3 pkg/internal/loader/validate).
        private bool IsStrict => mode == DaprdMode.Kubernetes || document.Kind is "MCPServer" or "WorkflowAccessPolicy";

        public void Fields(YamlNode node, DaprField of, string path)
        {
            if (node is not YamlMappingNode map)
            {
                WrongType(node, path, YamlScalar.Map);
                return;
            }

            var known = of.Fields.Where(field => version is null || version >= field.Since).ToList();
            foreach (var (key, value) in map.Children)
            {
                var name = (key as YamlScalarNode)?.Value ?? "";
                if (known.Find(field => field.Name == name) is { } field)
                {
                    Check(value, field.Type, field, path + name);
                }
                else
                {
                    Mistakes.Add(DiagnosticRules.UnknownField.For(document.Subject,
                        $"line {key.Start.Line}: {document.Kind} has no field {path}{name}{Late(of, name)}.",
                        Suggestion.Nearest(name, known.Select(candidate => candidate.Name)) is { } nearest
                            ? $"Did you mean {nearest}?"
                            : $"Remove it; there is {string.Join(", ", known.Select(item => item.Name))}."));
                }
            }

            var required = known.Where(field => field.IsNeeded || (field.IsRequired && IsStrict));
            foreach (var missing in required.Where(field => !map.Children.ContainsKey(field.Name)))
            {
                Mistakes.Add(DiagnosticRules.MissingField.For(document.Subject,
                    $"line {map.Start.Line}: {path}{missing.Name} is missing; without it the document is refused.",
                    missing.Type.StartsWith('[') ? $"Write {missing.Name}: [] if there is none." : "Write it."));
            }
        }

        private void Check(YamlNode node, string type, DaprField field, string path)
        {
            var actual = YamlScalar.TypeOf(node);
            if (type == "any" || (actual == YamlScalar.Null && mode == DaprdMode.Standalone))
            {
                return;
            }

            if (type.StartsWith('+'))
            {
                var isRight = node is not YamlSequenceNode { Children: var all } || (all.Count > 0 && all.Distinct().Count() == all.Count);
                Require(isRight, node, path, "a list that is not empty and has nothing twice");
                Check(node, type[1..], field, path);
            }
            else if (type.StartsWith('['))
            {
                var items = (node as YamlSequenceNode)?.Children.Select((item, index) => (item, $"{path}[{index}]"));
                Each(items, node, type, field, path, YamlScalar.List);
            }
            else if (type.StartsWith('{'))
            {
                var entries = (node as YamlMappingNode)?.Children.Select(pair => (pair.Value, $"{path}.{pair.Key}"));
                Each(entries, node, type, field, path, YamlScalar.Map);
            }
            else if (type is "boolean" or "object")
            {
                var wanted = type == "object" ? YamlScalar.Map : YamlScalar.Boolean;
                Require(actual == wanted, node, path, wanted);
            }
            else if (_numbers.TryGetValue(type, out var number))
            {
                Require(actual == YamlScalar.Number && IsIn(number.Least, number.Most, $"{node}"), node, path, number.Wanted);
            }
            else if (_texts.TryGetValue(type, out var text))
            {
                var isText = actual == YamlScalar.Text;
                Require(isText && text.IsRight(((YamlScalarNode)node).Value!), node, path, isText || type != "word" ? text.Wanted : "text");
                Address(node, type, path);
            }
            else if (type.Contains('|') || type.StartsWith('='))
            {
                Choice(node, type, path);
            }
            else
            {
                Fields(node, type is "" or "one" ? field : DaprSchema.Find(type)!, $"{path}.");
                var isOne = type != "one" || node is not YamlMappingNode { Children.Count: not 1 };
                Require(isOne, node, path, $"one of {string.Join(", ", field.Fields.Select(item => item.Name))}");
            }
        }

        private void Each(IEnumerable<(YamlNode, string)>? items, YamlNode node, string type, DaprField field, string path, string wanted)
        {
            Require(items is not null, node, path, wanted);
            foreach (var (item, itsPath) in items ?? [])
            {
                Check(item, type[1..^1], field, itsPath);
            }
        }

        // An empty text is daprd's default, where the API server does not compare.
        private void Choice(YamlNode node, string type, string path)
        {
            var (isExact, choices) = (type.StartsWith('='), type.TrimStart('=').Split('|'));
            var text = YamlScalar.TypeOf(node) == YamlScalar.Text ? ((YamlScalarNode)node).Value : null;
            var isOne = isExact ? choices.Contains(text) : text == "" || choices.Contains(text, StringComparer.OrdinalIgnoreCase);
            Require(isOne, node, path, choices is [var only] ? only : $"one of {string.Join(", ", choices)}");
        }

        private void Address(YamlNode node, string type, string path)
        {
            if (type is ("address" or "url") && mode == DaprdMode.Kubernetes)
            {
                Mistakes.AddRange(ObjectValidator.Loopback(document.Subject, path, node.ToString()));
            }
        }

        private void Require(bool holds, YamlNode node, string path, string wanted)
        {
            if (!holds)
            {
                WrongType(node, path, wanted);
            }
        }

        private void WrongType(YamlNode node, string path, string wanted)
        {
            var actual = YamlScalar.TypeOf(node);
            var isOutside = actual == YamlScalar.Number && _numbers.Values.Any(number => number.Wanted == wanted);
            // What stands where a map or a list belongs says nothing, and may be a header with a token.
            var isShown = actual == YamlScalar.Text && wanted is not (YamlScalar.Map or YamlScalar.List);
            var shown = isShown || isOutside ? YamlScalar.Show(node) : actual;
            Mistakes.Add(DiagnosticRules.IllegalField.For(document.Subject,
                $"line {node.Start.Line}: {path.TrimEnd('.')} is {shown}, but must be {wanted}.",
                (actual, wanted) switch
                {
                    (YamlScalar.Number or YamlScalar.Fraction or YamlScalar.Boolean, "text") => "Put it in quotes.",
                    (YamlScalar.Text, "a number" or "a boolean") => "Write it without quotes.",
                    (YamlScalar.Null, _) => "Remove it, or give it a value.",
                    _ => "Correct it.",
                }));
        }

        private static string Late(DaprField of, string name) =>
            of.Fields.Find(field => field.Name == name) is { } late ? $" before Dapr {late.Since}" : "";
    }

    private static decimal? Fraction(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // What YAML writes in another base than ten is left alone.
    private static bool IsIn(long least, long most, string text) =>
        !Whole().IsMatch(text) || (long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0 };

    // As daprd splits them (dapr v1.18.3 pkg/resiliency/retry.go).
    private static bool AreCodes(string text, int lowest, int highest)
    {
        return text.Split(',').All(range => range.Length == 0
            || (range.Split('-') is { Length: 1 or 2 } ends && CodeOf(ends[0]) <= CodeOf(ends[^1])));

        int? CodeOf(string end) =>
            int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code >= lowest && code <= highest
                ? code
                : null;
    }

    // time.ParseDuration of Go.
    [GeneratedRegex(@"^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[-+]?\d+\z")]
    private static partial Regex Whole();

    // Components are registered under v and a number (components-contrib v1.18); none is the first.
    [GeneratedRegex(@"^(v\d+([a-z]+\d*)?)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex TypeVersion();

    [GeneratedRegex(@"^middleware\.http\.[\w.-]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex Middleware();
}

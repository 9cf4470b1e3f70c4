namespace DaprShared.Hosting;

/// <summary>The command line of a daprd as the publisher has written it: its texts are the arguments, and what references became.</summary>
internal sealed class ChartArguments
{
    /// <summary>
    /// In front of each of our own arguments on its way through the publisher, which keeps texts only: a character of the private use area,
    /// which no argument of a user begins with.
    /// </summary>
    public const string Mark = "\uE002";

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<object, string> _references;

    private ChartArguments(Dictionary<string, string> texts, Dictionary<object, string> references, IReadOnlyList<string> users) =>
        (_texts, _references, Users) = (texts, references, users);

    /// <summary>Gets the arguments of users, in their order.</summary>
    public IReadOnlyList<string> Users { get; }

    /// <summary>Reads the arguments of a container.</summary>
    public static ChartArguments Read(ResolvedDaprd daprd, IReadOnlyCollection<string> published)
    {
        var texts = published.Where(text => text.StartsWith(Mark, StringComparison.Ordinal))
            .Select(text => text[Mark.Length..])
            .ToDictionary(text => text[..(text.IndexOf('=', StringComparison.Ordinal) + 1)]);
        Dictionary<object, string> references = new(ReferenceEqualityComparer.Instance);
        foreach (var argument in daprd.Arguments.Select(own => own.Argument).Where(argument => argument.Value.Reference is not null))
        {
            var text = texts[argument.Prefix][argument.Prefix.Length..];
            text = argument.Value.Reference is UrlPart part ? PartOf(part, text) : text;
            references[argument.Value.Reference!] = ChartText.Helm(text);
            texts[argument.Prefix] = argument.Prefix + text;
        }

        return new(texts, references, [.. published.Where(text => !text.StartsWith(Mark, StringComparison.Ordinal)).Select(UsersText)]);
    }

    /// <summary>Returns what a reference became.</summary>
    public string Resolve(object reference) => _references[reference];

    /// <summary>
    /// Returns the texts of our own arguments; <paramref name="values"/> has what is a value of the chart instead, by flag.
    /// </summary>
    public IReadOnlyList<string> Own(ResolvedDaprd daprd, IReadOnlyDictionary<string, string> values) =>
    [
        .. from argument in daprd.Arguments.Select(own => own.Argument)
           select values.TryGetValue(argument.Flag, out var value) ? argument.Prefix + ChartText.Helm(value)
               : argument.Value.Reference is null ? _texts[argument.Prefix]
               : ChartText.Helm(_texts[argument.Prefix]),
    ];

    // What the publisher has made of a reference is Helm's; all else is a literal.
    private static string UsersText(string text) => text.Contains(".Values.", StringComparison.Ordinal) ? ChartText.Helm(text) : text;

    // Helm's texts are in backticks, which stay what they are in a quoted YAML text.
    private static string PartOf(UrlPart part, string url)
    {
        var value = $"({ChartTemplates.Required(ChartText.CodeOf(url), $"The app's URL, parameter '{part.Url.Name}', is empty.")})";
        return ChartText.Expression(part.Name == "host"
            ? $"(urlParse {value}).hostname"
            : $"regexFind `:[0-9]+$` (urlParse {value}).host | trimPrefix `:` | default `{RemoteUrl.DefaultPort(part.Protocol)}`");
    }
}

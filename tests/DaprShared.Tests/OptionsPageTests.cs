using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace DaprShared.Tests;

/// <summary>docs/options.md is written from the option table and the XML documentation of the options.</summary>
public partial class OptionsPageTests
{
    private static readonly Dictionary<string, string> Summaries = XDocument.Load(
        Path.ChangeExtension(typeof(DaprdOptions).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => Markdown(member.Element("summary")));

    [Fact]
    public void The_options_page_shows_the_table() => Page.IsUpToDate("docs/options.md", $"""
        <!-- Generated from DaprdOptionTable: change the table, then run the tests with UPDATE_DOCS=1. -->
        # Options of a shared daprd

        Each option of daprd {ContainerImage.DefaultVersion} that matters to a shared daprd, under each of its names: the property of
        `DaprdOptions`, the flag of daprd, the annotation that the sidecar injector reads, and the key in the values of the official Dapr
        Shared chart.
        *Default* is daprd's own; *passed* is what a shared daprd gets when nothing is set: locally / in Kubernetes. *Since* is
        the first daprd version that knows the option, where that is later than 1.13.

        ## Options that you set

        | Option | Meaning | Flag | Type | Default | Passed | Annotation `dapr.io/…` | Chart key | Since |
        |---|---|---|---|---|---|---|---|---|
        {string.Join('\n', DaprdOptionTable.All.Where(option => option.IsUserOption).Select(Row))}

        ## Options that the model decides

        | From | Flag | Annotation `dapr.io/…` | Chart key |
        |---|---|---|---|
        {string.Join('\n', DaprdOptionTable.All.Where(option => !option.IsUserOption).Select(option =>
            $"| `{option.Name}` | `--{option.Flag}` | {Code(option.Annotation)} | {Code(option.ChartKey)} |"))}

        """);

    private static string Row(DaprdOption option) => string.Join(" | ",
        $"| `{option.Name}`",
        Summaries[$"P:{typeof(DaprdOptions).FullName}.{option.Name}"],
        $"`--{option.Flag}`",
        option.Unit is null ? $"{option.Type}" : $"{option.Type} ({option.Unit})",
        Code(option.Default),
        option.StandaloneDefault is null && option.KubernetesDefault is null
            ? ""
            : $"{Code(option.StandaloneDefault)} / {Code(option.KubernetesDefault)}",
        Code(option.Annotation),
        Code(option.ChartKey),
        option.Since > new Version(1, 13) ? $"{option.Since} |" : "|");

    private static string Code(string? text) => text is null ? "" : $"`{text}`";

    private static string Markdown(XElement? summary)
    {
        var text = string.Concat(summary?.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement reference when reference.Attribute("langword") is { } word => $"`{word.Value}`",
            XElement reference when reference.Attribute("cref") is { } target => $"`{target.Value.Split('.')[^1]}`",
            _ => node.ToString(),
        }) ?? []);
        text = Accessor().Replace(Whitespace().Replace(text, " ").Trim(), "");
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex("^Gets or sets ")]
    private static partial Regex Accessor();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}

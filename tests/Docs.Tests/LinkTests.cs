using System.Text.RegularExpressions;

namespace DaprShared.Docs.Tests;

/// <summary>Every link of a page into the repository leads to a file that is there, and every anchor to a heading.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Page.All];

    [Theory, MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_somewhere(string page) => Assert.Empty(Faults(page, Page.Read(page)));

    [Theory]
    [InlineData("[here](publishing.md)", null)]
    [InlineData("[here](publishing.md#docker-compose)", null)]
    [InlineData("## Of `daprd`, and others\n[here](#of-daprd-and-others)", null)]
    [InlineData("[elsewhere](https://dapr.io/#nowhere)", null)]
    [InlineData("[here](publishin.md)", "publishin.md: there is no such file")]
    [InlineData("[here](publishing.md#docker)", "publishing.md#docker: there is no such heading")]
    [InlineData("# Title\n[here](#titel)", "#titel: there is no such heading")]
    public void One_that_leads_nowhere_is_named(string text, string? fault) =>
        Assert.Equal(fault is null ? [] : [fault], Faults("docs/new.md", text));

    private static IEnumerable<string> Faults(string page, string text) =>
        from match in Link().Matches(Page.WithoutCode(text))
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#')
        let file = parts[0] == "" ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0])
        let fault = parts[0] != "" && !Path.Exists(Page.At(file)) ? "file"
            : parts.Length > 1 && !Page.Anchors(parts[0] == "" ? text : Page.Read(file)).Contains(parts[1]) ? "heading"
            : null
        where fault is not null
        select $"{target}: there is no such {fault}";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}

using System.Text.RegularExpressions;
using DaprShared.Tool.Chart;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>docs/from-the-chart.md has the rows of <see cref="ChartKeyTable"/>, each once, and no others.</summary>
public partial class ChartPageTests
{
    private static readonly string Page = File.ReadAllText(System.IO.Path.Combine(Tool.Root, "docs", "from-the-chart.md"));

    private static readonly string[][] Rows =
        [.. KeyRow().Matches(Page).Select(row => row.Value.Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void The_page_has_every_key_and_no_other() =>
        Assert.Equal(ChartKeyTable.All.Select(row => row.Key).Order(StringComparer.Ordinal),
            Rows.Select(row => row[1].Trim('`')).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_says_the_type_and_what_a_key_becomes() => Assert.All(ChartKeyTable.All, row =>
    {
        var page = Rows.Single(candidate => candidate[1] == $"`{row.Key}`");
        Assert.Equal(row.Type, page[2]);
        Assert.Contains(row.Sets.Split(", ")[0].Split(':')[0], page[4].Replace("`", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase);
    });

    [Fact]
    public void The_page_says_which_keys_have_no_effect() => Assert.All(ChartKeyTable.All, row =>
        Assert.Equal(row.Fate == Fate.Ignored,
            Rows.Single(candidate => candidate[1] == $"`{row.Key}`")[4].StartsWith("No effect", StringComparison.Ordinal)));

    [Fact]
    public void The_page_keeps_the_keys_of_the_chart_and_ours_apart()
    {
        var ours = Page[Page.IndexOf("## Keys that the chart does not have", StringComparison.Ordinal)..];
        Assert.All(ChartKeyTable.All, row =>
            Assert.Equal(row.Fate == Fate.Added, ours.Contains($"| `{row.Key}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_has_the_defaults_of_daprds_options() =>
        Assert.All(DaprdOptionTable.All.Where(option => option is { IsUserOption: true, ChartKey: null }), option =>
    {
        string[] expected = (option.KubernetesDefault ?? option.Default) is { } value ? [$"`{value}`"] : ["(none)", "all"];
        Assert.Contains(Rows.Single(row => row[1] == $"`{ChartKeyTable.KeyOf(option)}`")[3], expected);
    });

    [Fact]
    public void Older_keys_are_on_the_page_and_lead_to_keys_of_today()
    {
        Assert.All(ChartKeyTable.Renamed.Keys, key => Assert.Contains(key.Split('.')[^1], Page, StringComparison.Ordinal));
        Assert.All(ChartKeyTable.Renamed.Values, key => Assert.Contains(key, ChartKeyTable.All.Select(row => row.Key)));
    }

    // A row whose first cell is a key: only the tables of keys have one of lower case and dots, or one of the few at top level.
    [GeneratedRegex(@"^\| `(shared\.[^`]+|tolerations|affinity|podAnnotations|imagePullSecrets|podSecurityContext|securityContext|"
        + @"nameOverride|fullnameOverride)` \|.*$", RegexOptions.Multiline)]
    private static partial Regex KeyRow();
}

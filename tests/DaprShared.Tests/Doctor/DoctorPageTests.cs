using System.Text;
using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>The table of rules in <c>docs/doctor.md</c> is generated.</summary>
public sealed class DoctorPageTests
{
    private const string Begin = "<!-- rules -->\n", End = "<!-- end of rules -->";

    [Fact]
    public void The_page_has_every_rule()
    {
        var page = Page.Read("docs/doctor.md");
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));

        Page.IsUpToDate("docs/doctor.md", page[..begin] + Table() + page[end..]);
    }

    private static string Table()
    {
        StringBuilder table = new("| Code | Severity | Finding | daprd | Why |\n|---|---|---|---|---|\n");
        foreach (var row in DoctorRules.All)
        {
            table.Append("| ").AppendJoin(" | ",
                row.Rule.Code, row.Rule.Severity.ToString().ToLowerInvariant(), $"{row.Rule.Title}.", row.Versions, Plain(row.Why))
                .Append(" |\n");
        }

        return table.ToString();
    }

    private static string Plain(string text) => text
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}

using Xunit;

namespace DaprShared.Tests;

public class DiagnosticsPageTests
{
    // Code, severity, what it means, example, fix.
    private static readonly List<string[]> Rows =
    [
        .. Page.Read("docs/diagnostics.md").Split('\n')
            .Where(line => line.StartsWith("| DAPRSHARED", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void Every_rule_has_a_row_and_every_row_is_a_rule() => Assert.Equal(
        DiagnosticRules.All.Select(rule => $"{rule.Code} {rule.Severity.ToString().ToLowerInvariant()} {rule.Title}."),
        Rows.Select(row => $"{row[0]} {row[1]} {row[2].Split(". ")[0].TrimEnd('.')}."));

    [Fact]
    public void Every_row_is_complete() => Assert.All(Rows, row =>
    {
        Assert.Equal(5, row.Length);
        Assert.DoesNotContain("", row);
    });

    [Fact]
    public void Every_rule_is_listed_once_and_in_the_order_of_the_codes()
    {
        var declared = from property in typeof(DiagnosticRules).GetProperties()
                       where property.PropertyType == typeof(DiagnosticRule)
                       select ((DiagnosticRule)property.GetValue(null)!).Code;

        Assert.Equal(declared.Order(StringComparer.Ordinal), DiagnosticRules.All.Select(rule => rule.Code));
        Assert.All(DiagnosticRules.All, rule => Assert.Matches("^DAPRSHARED[0-9]{3}$", rule.Code));
    }
}

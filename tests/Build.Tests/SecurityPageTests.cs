using System.Text.RegularExpressions;

namespace Build.Tests;

/// <summary>docs/security.md: every promise has tests, and whoever speaks of security elsewhere leads there.</summary>
public sealed partial class SecurityPageTests
{
    private const string Page = "docs/security.md";

    // Tables that have tests of their own, reasons, and what was seen.
    private static readonly string[] s_others = [Page, "docs/diagnostics.md", "docs/options.md", "docs/decisions.md", "docs/verified.md"];

    private static readonly List<string[]> Promises = [.. Rows(Repository.Read(Page))];

    // Class and text of every source file of the tests.
    private static readonly Lazy<ILookup<string, string>> s_classes = new(() =>
        (from path in Repository.Files("tests", "*.cs")
         let text = Repository.Read(path)
         from match in Class.Matches(text)
         select (Name: match.Groups[1].Value, Text: text)).ToLookup(each => each.Name, each => each.Text));

    [Fact]
    public void Every_promise_has_tests_that_exist() => Assert.Empty(
        from row in Promises
        let tests = Test.Matches(row[^1]).Select(match => match.Groups[1].Value).ToList()
        from fault in tests.Count == 0 ? ["there is no test"] : tests.Select(Fault).OfType<string>()
        select $"{row[1]} {fault}");

    [Fact]
    public void Every_row_is_complete_and_says_where_it_holds() => Assert.All(Promises, row =>
    {
        Assert.Equal(4, row.Length);
        Assert.DoesNotContain("", row);
        Assert.Matches("^(all|all but run|tool|packages|(run|Compose|chart|plain)(, (run|Compose|chart|plain))*)$", row[2]);
        Assert.EndsWith(".", row[1], StringComparison.Ordinal);
    });

    [Fact]
    public void Every_row_of_the_readme_about_security_is_a_subject() => Assert.Empty(
        (from row in Rows(Repository.Read("README.md"))
         where row.Any(cell => Speaks.IsMatch(cell))
         select row[0]).Except(Promises.Select(row => row[0])));

    [Fact]
    public void Every_page_that_speaks_of_security_leads_there() => Assert.Empty(
        from path in Repository.Files("docs", "*.md").Append("README.md").Except(s_others)
        let text = Repository.Read(path)
        where Speaks.IsMatch(text) && !text.Contains("security.md", StringComparison.Ordinal)
        select path);

    [Theory]
    [InlineData("SecurityPageTests.Every_promise_has_tests_that_exist", null)]
    [InlineData("SecurityPageTests.What_is_no_test_is_named", null)]
    [InlineData("SecurityPageTests.Every_promise_has_a_test", "SecurityPageTests.Every_promise_has_a_test is no test")]
    [InlineData("SecurityPageTests.Fault", "SecurityPageTests.Fault is no test")]
    [InlineData("Repository.Files", "Repository.Files is no test")]
    [InlineData("NobodyTests.At_all", "NobodyTests.At_all is no test")]
    public void What_is_no_test_is_named(string test, string? fault) => Assert.Equal(fault, Fault(test));

    [Theory]
    [InlineData("the API token", true)]
    [InlineData("a NetworkPolicy", true)]
    [InlineData("runs as non-root", true)]
    [InlineData("no role", true)]
    [InlineData("mTLS", true)]
    [InlineData("`secretKeyRef`", true)]
    [InlineData("the rollout of an app", false)]
    public void These_words_speak_of_security(string text, bool expected) => Assert.Equal(expected, Speaks.IsMatch(text));

    // A method with [Fact] or [Theory] and without Skip: what stands between its name and the blank line before it.
    private static string? Fault(string test)
    {
        var (name, method) = (test.Split('.')[0], test.Split('.')[1]);
        var attributes = from text in s_classes.Value[name]
                         from match in Regex.Matches(text, $@"^ +public [^(\n]*\b{method}\(", RegexOptions.Multiline)
                         let before = text[..match.Index]
                         select before[(before.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..];
        return attributes.Any(each => IsTest.IsMatch(each) && !each.Contains("Skip =", StringComparison.Ordinal))
            ? null
            : $"{test} is no test";
    }

    private static IEnumerable<string[]> Rows(string page) =>
        from line in page.Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Subject", StringComparison.Ordinal)
        select line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class { get; }

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Test { get; }

    [GeneratedRegex(@"^ *\[(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex IsTest { get; }

    [GeneratedRegex(
        @"\b(tokens?|secrets?|secretKeyRef|NetworkPolic(y|ies)|non-root|hardened|privileges?|seccomp|mTLS|certificates?|signing key|"
            + @"private key|roles?|rights)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Speaks { get; }
}

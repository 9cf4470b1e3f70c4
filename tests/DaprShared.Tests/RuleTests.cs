using Xunit;

namespace DaprShared.Tests;

public class RuleTests
{
    /// <summary>A rule that is switched off fails a test: each has one that names its code or itself.</summary>
    [Fact]
    public void Every_rule_has_a_test()
    {
        var tests = Page.Files("tests", "*Tests*.cs").Where(file => !file.EndsWith("PageTests.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var untested = from property in typeof(DiagnosticRules).GetProperties()
                       where property.GetValue(null) is DiagnosticRule
                       let rule = (DiagnosticRule)property.GetValue(null)!
                       where !tests.Exists(test =>
                           test.Contains(rule.Code, StringComparison.Ordinal)
                           || test.Contains($"{nameof(DiagnosticRules)}.{property.Name}", StringComparison.Ordinal))
                       select $"{rule.Code} {property.Name}";

        Assert.Empty(untested);
    }
}

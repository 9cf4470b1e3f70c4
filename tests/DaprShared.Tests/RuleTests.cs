using Xunit;

namespace DaprShared.Tests;

public class RuleTests
{
    /// <summary>A rule that is switched off fails a test: each has one that names its code or itself.</summary>
    [Fact]
    public void Every_rule_has_a_test()
    {
        var tests = (from file in Page.Files("tests", "*.cs")
                     where !file.EndsWith("PageTests.cs", StringComparison.Ordinal)
                     select (Text: File.ReadAllText(file), IsOfDoctor: file.Contains($"{Path.DirectorySeparatorChar}Doctor"))).ToList();
        // The faults of the doctor are listed by the numbers of their codes.
        var untested = from property in typeof(DiagnosticRules).GetProperties()
                       where property.GetValue(null) is DiagnosticRule
                       let code = ((DiagnosticRule)property.GetValue(null)!).Code
                       where !tests.Exists(test =>
                           test.Text.Contains(code, StringComparison.Ordinal)
                           || test.Text.Contains($"{nameof(DiagnosticRules)}.{property.Name}", StringComparison.Ordinal)
                           || (test.IsOfDoctor && test.Text.Contains($"\"{code[^3..]}\"", StringComparison.Ordinal)))
                       select $"{code} {property.Name}";

        Assert.Empty(untested);
    }
}

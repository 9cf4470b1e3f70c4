using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace DaprShared.Docs.Tests;

/// <summary>
/// All C# of the pages is compiled as it stands: each block is a program, or a file of one, of an AppHost with all packages. A comment in
/// front of a block may say what it goes on from: <c>after `code`</c>, or <c>with the block above</c>.
/// </summary>
public sealed partial class CodeTests
{
    public static TheoryData<string> Pages => [.. from page in Page.All where Block().IsMatch(Page.Read(page)) select page];

    [Theory, MemberData(nameof(Pages))]
    public void The_code_of_a_page_compiles_as_it_stands(string page) =>
        Assert.Empty(Errors(Page.Read(page)));

    [Theory]
    [InlineData("```csharp\nvar builder = DistributedApplication.CreateBuilder(args);\n```", null)]
    [InlineData("```csharp\nvar builder = DistributedApplication.CreateBuilder(args)\n```", "block 1, line 1: ; expected")]
    [InlineData("```csharp\nvar x = 1;\n```\n\n```csharp\nx++;\n```", "block 2, line 1: The name 'x' does not exist in the current ")]
    [InlineData("```csharp\nvar x = 1;\n```\n\n<!-- csharp: with the block above -->\n```csharp\nx++;\n```", null)]
    [InlineData("<!-- csharp: after `var x = 1;` -->\n```csharp\nx++;\n```", null)]
    [InlineData(
        "```csharp\nvar builder = DistributedApplication.CreateBuilder(args);\nbuilder.AddDaprSharred(\"a\");\n```",
        "block 1, line 2: 'IDistributedApplicationBuilder' does not contain a definition for 'AddDaprSharred' ")]
    public void What_does_not_compile_is_found(string page, string? error)
    {
        var errors = Errors(page);
        Assert.Equal(error is null ? 0 : 1, errors.Count);
        Assert.All(errors, found => Assert.StartsWith(error!, found, StringComparison.Ordinal));
    }

    // Files that begin with a using are put beside each other; statements go on behind each other.
    private static List<string> Errors(string page)
    {
        List<List<(string Code, int Number)>> programs = [];
        foreach (var (index, block) in Block().Matches(page).Index())
        {
            (string, int) code = (block.Groups["code"].Value, index + 1);
            if (block.Groups["above"].Success)
            {
                programs[^1].Add(code);
            }
            else
            {
                programs.Add(block.Groups["after"].Success ? [(block.Groups["after"].Value, 0), code] : [code]);
            }
        }

        return [.. programs.SelectMany(Errors)];
    }

    private static IEnumerable<string> Errors(List<(string Code, int Number)> blocks)
    {
        var isFiles = blocks.TrueForAll(block => block.Number > 0 && block.Code.StartsWith("using ", StringComparison.Ordinal));
        string Text(IEnumerable<(string Code, int Number)> parts) =>
            string.Concat(parts.Select(part => $"#line 1 \"{part.Number}\"\n{part.Code}\n"));
        var files = isFiles ? blocks.Select(block => Text([block])) : [Text(blocks)];
        return from diagnostic in AppHostCode.Compile(files).GetDiagnostics()
               where diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error
               let place = diagnostic.Location.GetMappedLineSpan()
               select $"block {place.Path}, line {place.StartLinePosition.Line + 1}: {diagnostic.GetMessage(null)}";
    }

    [GeneratedRegex(
        @"(?:^<!-- csharp: (?:after `(?<after>[^`]*)`|(?<above>with the block above)) -->\n+)?^```csharp\n(?<code>.*?)\n```$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}

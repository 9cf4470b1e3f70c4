using System.Text.RegularExpressions;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>The command lines and the YAML of all pages: what is shown works.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    public static TheoryData<string> Commands =>
        [.. Blocks("sh").SelectMany(block => Command().Matches(block).Select(match => match.Value.Trim())).Distinct()];

    public static TheoryData<string> Yaml => [.. Blocks("yaml").Distinct()];

    // Files that a reader has and this folder has not are a mistake with a code, and not one of usage.
    [Theory, MemberData(nameof(Commands))]
    public void A_command_line_is_one_that_the_tool_takes(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isOutput = false;
        string[] args =
        [
            .. from word in words.Skip(1)
               let follows = isOutput
               let output = isOutput = word is "-o" or "--output"
               select follows ? _temporary["out"] : word,
        ];
        var tool = Tool.Run(args);
        Assert.NotEqual(ExitCodes.Usage, tool.ExitCode);
        Assert.DoesNotContain("DAPRSHARED02", args.Contains("-f") ? "" : tool.Errors, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Yaml))]
    public void A_block_of_YAML_is_one(string block) => Assert.NotEmpty(YamlReader.Read(block));

    [Fact]
    public void There_are_some()
    {
        Assert.True(Commands.Count > 2);
        Assert.True(Yaml.Count > 4);
    }

    private static IEnumerable<string> Blocks(string language) =>
        from folder in (string[])["", "docs", "src/DaprShared.Tool"]
        from file in Directory.EnumerateFiles(Path.Combine(Tool.Root, folder), "*.md")
        from match in Block().Matches(File.ReadAllText(file))
        where match.Groups[1].Value == language
        select match.Groups[2].Value;

    [GeneratedRegex(@"^```(\w+)\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    // To the end of the command: a pipe, a comment, the line.
    [GeneratedRegex(@"\bdapr-shared (?:\\\n|[^\n|#>])+")]
    private static partial Regex Command();
}

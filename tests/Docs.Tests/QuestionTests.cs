using System.Text.RegularExpressions;

namespace DaprShared.Docs.Tests;

/// <summary>docs/questions.md: every question has an answer, and what the answer says is written is what comes out.</summary>
public sealed partial class QuestionTests
{
    private static readonly string _page = Page.Read("docs/questions.md");

    // A question, and the text below it.
    private static readonly Dictionary<string, string> _answers =
        Question().Matches(_page).ToDictionary(match => match.Groups["title"].Value, match => match.Groups["answer"].Value);

    public static TheoryData<string> Published =>
        [.. from answer in _answers where Output().IsMatch(answer.Value) select answer.Key];

    [Fact]
    public void The_index_has_every_question_once_in_their_order() => Assert.Equal(
        _answers.Keys,
        from match in Entry().Matches(_page) select match.Groups["title"].Value);

    [Fact]
    public void Every_question_is_one_and_is_answered_with_code_and_what_comes_of_it() => Assert.Empty(
        from answer in _answers
        where !answer.Key.Contains('?', StringComparison.Ordinal) || !Code().IsMatch(answer.Value) || Fence().Count(answer.Value) < 4
        select answer.Key);

    [Theory, MemberData(nameof(Published))]
    public void What_an_answer_shows_comes_out(string question)
    {
        var answer = _answers[question];
        var files = AppHostCode.Publish(Code().Match(answer).Groups["code"].Value);

        var expected = Lines(Output().Match(answer).Groups["output"].Value);

        var missing = from file in files.Append(new("the files", string.Join('\n', files.Keys)))
                      let line = FirstMissing(expected, Lines(file.Value))
                      orderby line
                      select (line, file.Key);
        var (found, name) = missing.Last();
        Assert.True(found == expected.Count, $"{name} comes nearest, but does not have: {string.Join('\n', expected.Skip(found))}");
    }

    [Theory]
    [InlineData("b\nd", 2)]
    [InlineData("d\nb", 1)]
    [InlineData("x\nb", 0)]
    public void Lines_are_looked_for_in_their_order(string lines, int expected) =>
        Assert.Equal(expected, FirstMissing(Lines(lines), Lines("a\n  b\n  c\nd")));

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim())];

    private static int FirstMissing(List<string> lines, List<string> text)
    {
        var next = 0;
        foreach (var line in text)
        {
            if (next < lines.Count && line == lines[next]) { next++; }
        }

        return next;
    }

    [GeneratedRegex(@"^## (?<title>[^\n]+)$(?<answer>.*?)(?=^## |\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Question();

    [GeneratedRegex(@"^- \[(?<title>.+)\]\(#.+\)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^```(yml|files)\n(?<output>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^```", RegexOptions.Multiline)]
    private static partial Regex Fence();
}

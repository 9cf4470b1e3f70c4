using DaprShared.Build;

namespace Build.Tests;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData(140, 350)]
    [InlineData(1, 1)]
    public void What_a_reader_can_live_with_is_no_fault(int width, int lines)
    {
        Assert.Empty(SourceText.Faults("a.cs", Text(width, lines)));
    }

    [Fact]
    public void A_line_that_is_too_long_is_named_with_its_number()
    {
        Assert.Equal(["a.props:2: 141 characters, at most 140"], SourceText.Faults("a.props", "short\n" + Text(141, 1)));
    }

    [Fact]
    public void A_source_file_that_is_too_long_is_named()
    {
        Assert.Equal(["a.cs: 351 lines, at most 350"], SourceText.Faults("a.cs", Text(1, 351)));
        Assert.Empty(SourceText.Faults("a.props", Text(1, 351)));
    }

    [Theory]
    [InlineData("src/A.cs", true)]
    [InlineData("Directory.Build.props", true)]
    [InlineData("src/Directory.Build.targets", true)]
    [InlineData("src/A/A.csproj", true)]
    [InlineData("tools/a.sh", true)]
    [InlineData(".ci/run", true)]
    [InlineData("tests/A/Examples/values.yaml", false)]
    [InlineData("README.md", false)]
    public void Code_is_checked_and_data_is_not(string path, bool expected) => Assert.Equal(expected, SourceText.IsCode(path));

    private static string Text(int width, int lines) => string.Concat(Enumerable.Repeat(new string('a', width) + '\n', lines));
}

using DaprShared.Build;

namespace Build.Tests;

public class MutationTests
{
    private static readonly (string, long)[] Files = [("Large.cs", 900), ("Middle.cs", 50), ("Doctor/Small.cs", 7), ("Also.cs", 50)];

    [Fact]
    public void The_parts_are_the_whole_and_each_has_small_files_and_large_ones()
    {
        Assert.Equal(["Doctor/Small.cs", "Middle.cs"], Mutation.Part("1/2", Files));
        Assert.Equal(["Also.cs", "Large.cs"], Mutation.Part("2/2", Files));
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("2")]
    [InlineData("one/two")]
    public void What_is_no_part_is_said(string part) =>
        Assert.Equal(
            $"'{part}' is no part. Write --part 1/8 for the first of eight.",
            Assert.Throws<Failure>(() => Mutation.Part(part, Files)).Message);
}

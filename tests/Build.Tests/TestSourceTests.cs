using DaprShared.Build;

namespace Build.Tests;

public sealed class TestSourceTests
{
    private const string Settings = """
        public abstract class SettingsTests
        {
            [Fact]
            public void One() { }

            private sealed class Inner { }

            [Theory]
            [InlineData(1)]
            [InlineData(2)]
            public void Two(int number) { }
        }

        public abstract class MoreSettingsTests : SettingsTests
        {
            [Fact]
            public void Three() { }
        }
        """;

    [Theory]
    [InlineData("public sealed class ChartTests : SettingsTests\n{\n    [Fact]\n    public void Four() { }\n}", 4)]
    [InlineData("public sealed class ChartTests : MoreSettingsTests;", 4)]
    [InlineData("public sealed class ChartTests : SettingsTests;\n\npublic sealed class ComposeTests() : MoreSettingsTests;", 7)]
    [InlineData("public sealed class ChartTests : IDisposable\n{\n    [Fact]\n    public void Four() { }\n}", 1)]
    [InlineData("", 0)]
    public void A_class_has_the_tests_that_it_inherits(string file, int tests) =>
        Assert.Equal(tests, TestSource.Count([Settings, file]));
}

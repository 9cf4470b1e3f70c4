namespace DaprShared.Hosting.Tests;

/// <summary>The code of the README.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_code_is_the_code_that_is_compiled_here() => Readme.IsCompiled("README.md", "tests/Shared/Readme.cs");
}

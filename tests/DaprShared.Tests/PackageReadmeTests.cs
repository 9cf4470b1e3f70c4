using System.Text.RegularExpressions;
using Xunit;

namespace DaprShared.Tests;

/// <summary>The code of the package's README is compiled here.</summary>
public sealed partial class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here()
    {
        var here = Region().Match(Page.Read("tests/DaprShared.Tests/PackageReadmeTests.cs")).Groups[1].Value;
        var compiled = string.Join('\n', here.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

        var readme = Page.Read("src/DaprShared/README.md");
        Assert.Contains($"```csharp\nusing DaprShared;\n\n{compiled}\n```", readme, StringComparison.Ordinal);
    }

    internal static void PrintObjects()
    {
        #region Readme
        var daprd = new SharedDaprd { AppId = "orders", App = new("orders", "8080"), Strategy = SharedStrategy.Deployment, Replicas = 2 };

        foreach (var mistake in Validator.Validate(daprd, DaprdMode.Kubernetes))
        {
            Console.WriteLine(mistake);
        }

        foreach (var item in KubernetesObjects.Build(daprd))
        {
            Console.WriteLine($"{item.Kind} {item.Metadata.Name}");
        }
        #endregion
    }

    [GeneratedRegex(@"#region Readme\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}

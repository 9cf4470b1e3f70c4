using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>The README cannot rot: its code is compiled here.</summary>
internal static partial class Readme
{
    public static void Code(IDistributedApplicationBuilder builder)
    {
        #region Readme
        var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");

        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")   // one daprd for the app-id "orders"
            .WithApp(orders)                                               // daprd -> app: address, port, protocol
            .PublishAsDaemonSet();                                         // or .PublishAsDeployment(replicas: 2)

        orders.WithReference(dapr).WaitFor(dapr);                          // app -> daprd: endpoints and token

        builder.AddProject("storefront", "../Shop.Storefront/Shop.Storefront.csproj")
            .WithDaprShared(d => d.PublishAsDeployment());                 // the same, both directions, in one call
        #endregion
    }

    /// <summary>Gets the text of <see cref="Code"/>.</summary>
    public static string CompiledCode =>
        string.Join('\n', Region().Match(File.ReadAllText(Path.Combine(AppHost.Repository, "tests/Shared/Readme.cs"))).Groups[1].Value
            .Split('\n')
            .Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

    /// <summary>Returns the blocks of the README in a language.</summary>
    public static IEnumerable<string> Blocks(string language) =>
        from match in Regex.Matches(
            File.ReadAllText(Path.Combine(AppHost.Repository, "README.md")),
            $"^```{language}\n(.*?)\n```",
            RegexOptions.Singleline | RegexOptions.Multiline)
        select match.Groups[1].Value;

    [GeneratedRegex(@"#region Readme\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}

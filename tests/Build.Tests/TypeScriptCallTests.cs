using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Build.Tests;

/// <summary>
/// All TypeScript of the pages and of the playground calls what the packages export, with the parameters that it has. The package of
/// Aspire which generates TypeScript is not needed for that.
/// </summary>
public sealed partial class TypeScriptCallTests
{
    private static readonly JsonNode _baseline = JsonNode.Parse(Repository.Read(DaprShared.Build.TypeScriptApi.Baseline))!;

    /// <summary>What the pages and the shop call of Aspire itself; another test asks Aspire.</summary>
    internal static IReadOnlyList<TypeScriptMethod> Aspire { get; } =
    [
        new("createBuilder", 0, [], []), new("build", 0, [], []), new("run", 0, [], []),
        new("addContainer", 2, [], []), new("addProject", 2, [], []), new("addParameter", 1, ["secret"], []),
        new("withEndpoint", 0, ["targetPort", "name"], []), new("getEndpoint", 1, [], []), new("property", 1, [], []),
        new("withExternalHttpEndpoints", 0, [], []), new("withReference", 1, [], []), new("waitFor", 1, [], []),
    ];

    public static TheoryData<string> Files =>
    [
        .. from path in Repository.Files(".", "*.md").Concat(Repository.Files("playground", "*.mts"))
           where Code(path).Any()
           orderby path
           select path,
    ];

    [Theory, MemberData(nameof(Files))]
    public void The_TypeScript_of_a_file_calls_what_is_exported(string path) =>
        Assert.Empty(Code(path).SelectMany(code => TypeScriptCall.Faults(code, _baseline, Aspire)));

    [Fact]
    public void The_shop_in_TypeScript_makes_the_calls_of_the_one_in_C_sharp()
    {
        var csharp = from call in Call().Matches(Repository.Read("playground/Shop.AppHost/ShopModel.cs"))
                     let name = char.ToLowerInvariant(call.Groups[1].Value[0]) + call.Groups[1].Value[1..]
                     where name is not ("addShop" or "withImageRegistry") // an image has its registry in its name
                     select name;
        var typescript = from call in TypeScriptCall.ReadAll(Repository.Read("playground/Shop.TypeScript/apphost.mts"))
                         where call.Name is not ("createBuilder" or "build" or "run")
                         select call.Name;

        Assert.Equal(csharp.Order(StringComparer.Ordinal), typescript.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("builder.addDaprShared('a-dapr', { appId: 'a' }).withActors();", null)]
    [InlineData("builder.addDaprShared('a-dapr').withApp(await builder.addProject('a', 'a.csproj'));", null)]
    [InlineData("// builder.addDaprSharred('a')", null)]
    [InlineData("builder.addDaprShared('x.withNothing(');", null)]
    [InlineData("builder.addDaprSharred('a-dapr');", "addDaprSharred is not exported")]
    [InlineData("builder.addDaprShared('a-dapr', 'a');", "addDaprShared('…', '…') has other parameters")]
    [InlineData("builder.addDaprShared('a-dapr', { app: 'a' });", "addDaprShared('…', { app: '…' }) has other parameters")]
    [InlineData("dapr.withOptions({ logLevel: 'debug' });", null)]
    [InlineData("dapr.withOptions({ loglevel: 'debug' });", "withOptions({ loglevel: '…' }) has other parameters")]
    [InlineData("dapr.withTrafficPolicy(TrafficPolicy.Cluster);", null)]
    [InlineData("dapr.withTrafficPolicy(TrafficPolicy.Local);", "TrafficPolicy.Local is not there")]
    [InlineData("app.withDaprShared({ configure: async d => { await d.withJob(); } });", "withJob is not exported")]
    public void What_is_not_exported_is_found(string code, string? fault) =>
        Assert.Equal(fault is null ? [] : [fault], TypeScriptCall.Faults(code, _baseline, Aspire));

    private static IEnumerable<string> Code(string path) => path.EndsWith(".mts", StringComparison.Ordinal)
        ? [Repository.Read(path)]
        : Block().Matches(Repository.Read(path)).Select(block => block.Groups[1].Value);

    [GeneratedRegex(@"^```typescript\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\.([A-Z]\w*)(?:<[\w.]+>)?\(")]
    private static partial Regex Call();
}

namespace DaprShared.Hosting.Tests;

/// <summary>Models that nobody would write: a daprd that was made by hand, and one that is gone again.</summary>
public sealed class BadModelTests
{
    private const string ByHand =
        "error DAPRSHARED055: hand: it was added with AddResource(new DaprSharedResource(...)), so it has no endpoint, "
        + "no argument and no variable. "
        + "Use AddDaprShared(\"hand\", \"hand\").";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_daprd_that_was_made_by_hand_is_an_error_wherever_it_stands(bool isFirst)
    {
        void Shop(IDistributedApplicationBuilder builder)
        {
            if (isFirst)
            {
                builder.AddResource(new DaprSharedResource("hand", "hand"));
            }

            builder.AddDaprShared("orders", appId: "My.Orders");
            if (!isFirst)
            {
                builder.AddResource(new DaprSharedResource("hand", "hand"));
            }
        }

        var builder = AppHost.Create();
        Shop(builder);
        var mistakes = await builder.MistakesAsync();
        var (errors, files) = await AppHost.FailAsync(Shop);

        // And all other mistakes with it.
        foreach (var text in new[] { mistakes, string.Join('\n', errors) })
        {
            Assert.Contains(ByHand, text, StringComparison.Ordinal);
            Assert.Contains("error DAPRSHARED001: orders: app-id 'My.Orders'", text, StringComparison.Ordinal);
        }

        Assert.Empty(files);
    }

    // Any call of this package is enough.
    [Fact]
    public async Task A_daprd_that_was_made_by_hand_is_an_error_when_an_app_gets_it()
    {
        static void Shop(IDistributedApplicationBuilder builder) => builder.AddContainer("orders", "shop/orders")
            .WithReference(builder.AddResource(new DaprSharedResource("hand", "hand")));

        var builder = AppHost.Create();
        Shop(builder);

        Assert.Equal(ByHand, await builder.MistakesAsync());
        Assert.Equal([ByHand], (await AppHost.FailAsync(Shop)).Errors);
    }

    [Fact]
    public async Task A_daprd_that_is_gone_again_leaves_nothing()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
            builder.Resources.Remove(builder.AddDaprShared("orders-dapr", appId: "orders").Resource);
        }

        var builder = AppHost.Create();
        Shop(builder);

        Assert.Empty((await builder.StartAsync("orders")).Environment);
        var (log, files) = await AppHost.LogAsync(Shop);
        Assert.Empty(files);
        Assert.DoesNotContain(
            log,
            line => line.Contains("DAPRSHARED", StringComparison.Ordinal) || line.Contains("sidecars", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_illegal_digest_hides_no_other_mistake()
    {
        var builder = AppHost.Create();
        builder.ConfigureDaprShared(options => options.DaprdDigest = "1.18.3");
        builder.AddDaprShared("orders", appId: "My.Orders").WithEndpoint("http", endpoint => endpoint.Port = 1);
        builder.AddDaprShared("mails")
            .WithEndpoint("http", endpoint => endpoint.Port = 1)
            .WithOptions(options => options.LogLevel = "loud");

        var mistakes = (await builder.MistakesAsync())!.Split(System.Environment.NewLine);

        Assert.Equal(["DAPRSHARED050", "DAPRSHARED001", "DAPRSHARED009"], mistakes.Select(mistake => mistake.Split(' ', ':')[1]));
    }
}

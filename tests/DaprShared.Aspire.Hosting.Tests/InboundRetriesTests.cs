namespace DaprShared.Hosting.Tests;

/// <summary>A message that the app is not there to take is kept until it is.</summary>
public sealed class InboundRetriesTests
{
    private const string File = "resources/orders-dapr-inbound.yaml";
    private const string Policy = "spec/policies/retries/DefaultPubsubComponentInboundRetryPolicy";

    [Fact]
    public async Task A_daprd_with_an_app_tries_without_end_what_the_app_did_not_answer()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders").WithApp(builder.AddProcess("app", "http"));

        var policy = (await dapr.FilesAsync())[File];

        Assert.Equal("constant", policy.At($"{Policy}/policy"));
        Assert.Equal("-1", policy.At($"{Policy}/maxRetries"));
        Assert.Equal("502-504", policy.At($"{Policy}/matching/httpStatusCodes"));
        Assert.Equal("14", policy.At($"{Policy}/matching/gRPCStatusCodes"));
        Assert.Equal("orders", policy.At("scopes/0"));
    }

    [Fact]
    public async Task It_is_published_too()
    {
        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders").WithRemoteUrl("http://orders:8080"));

        Assert.Equal("-1", files.Object("Resiliency/orders-dapr-inbound").At($"{Policy}/maxRetries"));
    }

    [Fact]
    public async Task Without_an_app_or_switched_off_there_is_none()
    {
        var builder = AppHost.Create();
        var alone = builder.AddDaprShared("alone");
        var orders = builder.AddDaprShared("orders").WithApp(builder.AddProcess("app", "http")).WithoutInboundRetries();

        Assert.DoesNotContain("resources/alone-dapr-inbound.yaml", (await alone.FilesAsync()).Keys);
        Assert.DoesNotContain(File, (await orders.FilesAsync()).Keys);
    }

    [Theory]
    [InlineData("DefaultRetryPolicy", false)]
    [InlineData("DefaultPubsubComponentInboundRetryPolicy", false)]
    [InlineData("Patient", true)] // a name that daprd does not look for by itself
    public async Task The_authors_own_policy_decides(string name, bool isThere)
    {
        var builder = AppHost.Create();
        var own = builder.AddDaprSharedResiliency("own").WithRetry(name, new() { MaxRetries = 3 });
        var dapr = builder.AddDaprShared("orders").WithApp(builder.AddProcess("app", "http")).WithReference(own);

        Assert.Equal(isThere, (await dapr.FilesAsync()).ContainsKey(File));
    }
}

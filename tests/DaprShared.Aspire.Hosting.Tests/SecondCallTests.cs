namespace DaprShared.Hosting.Tests;

/// <summary>WithDaprShared where the app has its daprd already, and where the name of it is taken.</summary>
public sealed class SecondCallTests
{
    [Fact]
    public async Task A_second_call_configures_the_same_daprd()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", "redis.shop:6379");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
                .WithDaprShared(dapr => dapr.PublishAsDeployment(2))
                .WithDaprShared(dapr => dapr.WithReference(store))
                .WithDaprShared();
        });

        Assert.Equal("2", files.Object("Deployment/orders-dapr").At("spec/replicas"));
        Assert.Equal("orders", files.Object("Component/statestore").At("scopes/0"));
    }

    [Fact]
    public void The_app_is_told_of_it_and_waits_for_it_once()
    {
        var builder = AppHost.Create();
        var once = builder.AddContainer("once", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
        var twice = builder.AddContainer("twice", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared().WithDaprShared();

        Assert.Equal(
            once.Resource.Annotations.Select(annotation => annotation.GetType()),
            twice.Resource.Annotations.Select(annotation => annotation.GetType()));
        Assert.Empty(builder.Diagnostics());
    }

    [Fact]
    public void A_daprd_that_has_the_app_already_is_taken_as_it_is()
    {
        var builder = AppHost.Create();
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders-v2").WithApp(orders);

        orders.WithDaprShared(own => Assert.Same(dapr.Resource, own.Resource));

        Assert.Contains(orders.Resource.Annotations.OfType<WaitAnnotation>(), wait => wait.Resource == dapr.Resource);
    }

    [Theory]
    [InlineData(true, "Make it the app's, before this call, with WithApp(orders), or name it otherwise.")]
    [InlineData(false, "Name that one otherwise, or use AddDaprShared with another name and WithApp(orders).")]
    public void A_name_that_something_else_has_is_an_error(bool isDaprd, string fix)
    {
        var builder = AppHost.Create();
        _ = isDaprd ? (object)builder.AddDaprShared("Orders-Dapr", "mails") : builder.AddContainer("Orders-Dapr", "shop/else");
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);

        Assert.Equal(
            "error DAPRSHARED034: orders: WithDaprShared() adds a shared daprd 'Orders-Dapr', and there is a resource of this name that is "
                + $"not the app's. {fix}",
            Assert.Throws<MistakesException>(() => orders.WithDaprShared()).Message);
    }
}

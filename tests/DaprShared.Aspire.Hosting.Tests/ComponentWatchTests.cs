using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DaprShared.Hosting.Tests;

/// <summary>The state of a component is that of what it stands on.</summary>
public sealed class ComponentWatchTests
{
    [Theory]
    [InlineData("Starting", "redis: Starting", null)]
    [InlineData("Exited", "redis: Exited", "error")]
    [InlineData("FailedToStart", "redis: FailedToStart", "error")]
    [InlineData("RuntimeUnhealthy", "redis: RuntimeUnhealthy", "error")]
    public async Task A_component_runs_while_its_back_end_does(string backEnd, string component, string? style)
    {
        var builder = AppHost.Create();
        var redis = AddRedis(builder, "redis");
        var store = builder.AddDaprSharedComponent("store", "state.redis").WithMetadata("redisHost", redis.GetEndpoint("tcp")).Resource;
        await using var app = builder.Build();
        using var watch = await WatchAsync(app);

        await app.StateAsync(redis.Resource, KnownResourceStates.Running);
        await app.StateAsync(redis.Resource, backEnd);
        var broken = await app.UntilAsync(store, snapshot => snapshot.State?.Text != KnownResourceStates.Running);
        Assert.Equal(new ResourceStateSnapshot(component, style), broken.State);
        Assert.Null(broken.HealthStatus);

        await app.StateAsync(redis.Resource, KnownResourceStates.Running);
        var whole = await app.UntilAsync(store, snapshot => snapshot.State?.Text == KnownResourceStates.Running);
        Assert.Equal((HealthStatus.Healthy, null), (whole.HealthStatus, whole.State!.Style));
    }

    [Fact]
    public async Task A_component_waits_for_all_of_its_back_ends_and_others_are_left_alone()
    {
        var builder = AppHost.Create();
        var (first, second) = (AddRedis(builder, "first"), AddRedis(builder, "second"));
        var store = builder.AddDaprSharedComponent("store", "state.redis")
            .WithMetadata("redisHost", ReferenceExpression.Create($"{first.GetEndpoint("tcp")},{second.GetEndpoint("tcp")}"))
            .WithMetadata("redisPassword", builder.AddParameter("password", "secret", secret: true)).Resource;
        var other = builder.AddDaprSharedComponent("other", "state.in-memory").Resource;
        await using var app = builder.Build();
        using var watch = await WatchAsync(app);

        await app.StateAsync(other, KnownResourceStates.Running);
        await app.StateAsync(first.Resource, KnownResourceStates.Running);
        await app.StateAsync(second.Resource, KnownResourceStates.Exited);
        await app.UntilAsync(store, snapshot => snapshot.State?.Text == "second: Exited");
        await app.StateAsync(first.Resource, KnownResourceStates.Exited);
        await app.StateAsync(second.Resource, KnownResourceStates.Running);
        await app.UntilAsync(store, snapshot => snapshot.State?.Text == "first: Exited");
        await app.StateAsync(first.Resource, KnownResourceStates.Running);
        await app.UntilAsync(store, snapshot => snapshot.HealthStatus == HealthStatus.Healthy);
        Assert.Equal(HealthStatus.Healthy, app.Current(other).HealthStatus);
    }

    [Theory]
    [InlineData("Running", null)]
    [InlineData("Provisioned", null)]
    [InlineData(null, null)]
    [InlineData("ValueMissing", "redis: ValueMissing")]
    public void A_state_that_only_an_integration_knows_is_no_fault(string? state, string? fault) =>
        Assert.Equal(fault, ComponentWatch.Fault("redis", new() { ResourceType = "Container", Properties = [], State = state })?.Text);

    [Fact]
    public void A_back_end_that_runs_and_is_not_healthy_is_a_fault()
    {
        CustomResourceSnapshot redis = new() { ResourceType = "Container", Properties = [], State = KnownResourceStates.Running };
        // Aspire alone writes reports of health.
        typeof(CustomResourceSnapshot).GetProperty(nameof(redis.HealthReports))!
            .SetValue(redis, ImmutableArray.Create(new HealthReportSnapshot("ping", HealthStatus.Unhealthy, null, null)));

        Assert.Equal(new ResourceStateSnapshot("redis: Unhealthy", KnownResourceStateStyles.Warn), ComponentWatch.Fault("redis", redis));
    }

    private static IResourceBuilder<ContainerResource> AddRedis(IDistributedApplicationBuilder builder, string name) =>
        builder.AddContainer(name, "redis").WithEndpoint(targetPort: 6379, name: "tcp");

    private static async Task<ComponentWatch> WatchAsync(DistributedApplication app)
    {
        ComponentWatch watch = new(
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
            app.ResourceNotifications,
            app.Services.GetRequiredService<DistributedApplicationModel>());
        await watch.StartingAsync(TestContext.Current.CancellationToken);
        return watch;
    }
}

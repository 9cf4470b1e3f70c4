using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting.Tests;

/// <summary>What is said of a daprd that ended by itself.</summary>
public sealed class DaprdWatchTests
{
    [Fact]
    public async Task A_daprd_that_dies_is_shown_with_its_last_error_until_it_starts_again()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr").Resource;
        await using var app = builder.Build();
        var notifications = app.ResourceNotifications;
        using var watch = new DaprdWatch(
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
            notifications,
            app.Services.GetRequiredService<ResourceLoggerService>(),
            app.Services.GetRequiredService<ILogger<DaprSharedResource>>())
        {
            ReadLog = _ => new[]
            {
                new[] { new LogLine(1, """time="2026-01-01T00:00:00Z" level=fatal msg="no state.nothing" app_id=orders""", false) },
            }.ToAsyncEnumerable(),
        };
        await watch.StartAsync(TestContext.Current.CancellationToken);

        await StateAsync(KnownResourceStates.Running);
        await StateAsync(KnownResourceStates.Exited, exitCode: 1);
        var dead = await notifications.WaitForResourceAsync(
            dapr.Name,
            change => change.Snapshot.Properties.Any(property => property.Name == "Last error"),
            Limit());

        Assert.Equal(
            "it ended with exit code 1: no state.nothing",
            dead.Snapshot.Properties.Single(property => property.Name == "Last error").Value);
        Assert.Equal((KnownResourceStates.Exited, KnownResourceStateStyles.Error), (dead.Snapshot.State!.Text, dead.Snapshot.State.Style));

        await StateAsync(KnownResourceStates.Starting);
        await notifications.WaitForResourceAsync(
            dapr.Name,
            change => change.Snapshot.Properties.All(property => property.Name != "Last error"),
            Limit());
        await watch.StopAsync(TestContext.Current.CancellationToken);

        Task StateAsync(string state, int? exitCode = null) =>
            notifications.PublishUpdateAsync(dapr, snapshot => snapshot with { State = state, ExitCode = exitCode });

        static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;
    }
}

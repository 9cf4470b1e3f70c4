using System.Net;
using DaprdStandIn.CommandLine;

namespace DaprdStandIn.Tests;

public class ControlPlaneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("placement")]
    [InlineData("scheduler", "--override-broadcast-host-port=dapr-scheduler:50006")]
    public async Task It_is_healthy_and_daprd_is_too_once_it_has_met_it(string name, params string[] arguments)
    {
        var (port, healthzPort) = (RunningDaprd.FreePort(), RunningDaprd.FreePort());
        await using var daprd = await RunningDaprd.StartAsync(arguments: $"--{name}-host-address=127.0.0.1:{port}");
        Assert.Equal(HttpStatusCode.InternalServerError, await daprd.TryGetAsync("/v1.0/healthz"));

        using var stop = new CancellationTokenSource();
        using var data = new TemporaryFolder();
        string[] own = name == "scheduler" ? [$"--etcd-data-dir={data.PathOf("dapr/scheduler")}"] : [];
        var service = RunAsync(name, [$"--port={port}", $"--healthz-port={healthzPort}", .. own, .. arguments], stop.Token);
        await daprd.WaitUntilReadyAsync();

        using var http = new HttpClient();
        using var healthz = await http.GetAsync(new Uri($"http://127.0.0.1:{healthzPort}/healthz"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, healthz.StatusCode);
        await stop.CancelAsync();
        Assert.Equal(0, (await service).Code);
    }

    [Theory]
    [InlineData("placement", "--etcd-data-dir=/data")]
    [InlineData("scheduler", "--replicationFactor=1")]
    public async Task A_flag_of_the_other_is_unknown(string name, string argument)
    {
        var (code, error) = await RunAsync(name, [argument], Cancellation);

        Assert.Equal(2, code);
        Assert.EndsWith($"unknown flag: {argument.Split('=')[0]}", error.TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> RunAsync(string name, string[] arguments, CancellationToken stop)
    {
        using var error = new StringWriter();
        return (await ControlPlane.RunAsync(ControlPlaneFlags.For(name)!, arguments, TextWriter.Null, error, stop), error.ToString());
    }
}

using Xunit;

namespace DaprShared.Tests;

public class DaprdCommandLineTests
{
    [Fact]
    public void Locally_daprd_gets_its_ports_and_the_app() => Assert.Equal(
        [
            "--mode=standalone",
            "--app-id=orders",
            "--app-channel-address=host.docker.internal",
            "--app-port=5101",
            "--app-protocol=http",
            "--dapr-http-port=3500",
            "--dapr-grpc-port=50001",
            "--dapr-internal-grpc-port=50002",
            "--dapr-public-port=3501",
            "--enable-metrics=true",
            "--metrics-port=9090",
            "--log-level=info",
            "--log-as-json=false",
        ],
        Arguments(new() { AppId = "orders", App = new("host.docker.internal", "5101") }, DaprdMode.Standalone));

    [Fact]
    public void In_a_cluster_daprd_also_gets_the_control_plane() => Assert.Equal(
        [
            "--mode=kubernetes",
            "--app-id=orders",
            "--app-channel-address=orders.default.svc.cluster.local",
            "--app-port=8080",
            "--app-protocol=grpc",
            "--dapr-http-port=3500",
            "--dapr-grpc-port=50001",
            "--dapr-internal-grpc-port=50002",
            "--dapr-public-port=3501",
            "--control-plane-address=dapr-api.dapr-system.svc.cluster.local:443",
            "--sentry-address=dapr-sentry.dapr-system.svc.cluster.local:443",
            "--enable-mtls=true",
            "--placement-host-address=dapr-placement-server.dapr-system.svc.cluster.local:50005",
            "--scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443",
            "--dapr-block-shutdown-duration=5s",
            "--disable-builtin-k8s-secret-store=true",
            "--enable-metrics=true",
            "--metrics-port=9090",
            "--log-level=info",
            "--log-as-json=true",
        ],
        Arguments(new() { AppId = "orders", App = new("orders.default.svc.cluster.local", "8080", "grpc") }, DaprdMode.Kubernetes));

    [Theory]
    [InlineData(null, "true")]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void There_is_mTLS_in_a_cluster_only(bool? enabled, string inCluster)
    {
        SharedDaprd daprd = new() { AppId = "orders", Options = new() { EnableMtls = enabled } };

        Assert.Contains($"--enable-mtls={inCluster}", Arguments(daprd, DaprdMode.Kubernetes));
        Assert.DoesNotContain(Arguments(daprd, DaprdMode.Standalone),
            argument => argument.StartsWith("--enable-mtls", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DaprdMode.Standalone)]
    [InlineData(DaprdMode.Kubernetes)]
    public void Without_an_app_there_is_no_app_channel(DaprdMode mode) =>
        Assert.DoesNotContain(Arguments(new() { AppId = "job", Options = { AppProtocol = "grpc" } }, mode), argument =>
            argument.StartsWith("--app-", StringComparison.Ordinal) && argument != "--app-id=job");

    [Fact]
    public void Local_files_have_a_folder_and_in_a_cluster_they_are_objects()
    {
        var daprd = new SharedDaprd { AppId = "orders", HasLocalFiles = true };

        Assert.Contains("--resources-path=/dapr/resources", Arguments(daprd, DaprdMode.Standalone));
        Assert.DoesNotContain(Arguments(daprd, DaprdMode.Kubernetes),
            argument => argument.StartsWith("--resources-path", StringComparison.Ordinal));
    }

    [Fact]
    public void An_option_that_is_set_replaces_its_default()
    {
        var daprd = new SharedDaprd
        {
            AppId = "orders",
            App = new("orders", "8080"),
            Options = new()
            {
                AppProtocol = "h2c",
                AppBindingOptionsTimeout = TimeSpan.FromSeconds(90),
                DisableInitEndpoints = ["config", "subscribe"],
                DaprHttpPort = 3600,
                DaprMaxBodySize = "16Mi",
                EnableMetrics = false,
                EnableApiLogging = false,
                EnableMtls = false,
                LogLevel = "debug",
            },
        };

        var arguments = Arguments(daprd, DaprdMode.Kubernetes);

        Assert.Equal(arguments.Count, arguments.Select(argument => argument.Split('=')[0]).Distinct().Count());
        Assert.Superset(
            new HashSet<string>
            {
                "--app-protocol=h2c", "--app-binding-options-timeout=90s", "--disable-init-endpoints=config,subscribe",
                "--dapr-http-port=3600",
                "--max-body-size=16Mi", "--enable-metrics=false", "--enable-api-logging=false", "--enable-mtls=false", "--log-level=debug",
            },
            arguments.ToHashSet());
    }

    [Fact]
    public void Placement_and_scheduler_can_be_left_out() =>
        Assert.DoesNotContain(
            Arguments(new() { AppId = "orders", ControlPlane = new() { Placement = false, Scheduler = false } }, DaprdMode.Kubernetes),
            argument => argument.Contains("host-address", StringComparison.Ordinal));

    [Fact]
    public void A_reference_stays_a_reference_until_the_caller_resolves_it()
    {
        var (host, port) = (new object(), new object());
        var daprd = new SharedDaprd
        {
            AppId = "orders",
            App = new(TextOrReference.FromReference(host), TextOrReference.FromReference(port)),
        };

        var arguments = DaprdCommandLine.Build(daprd, DaprdMode.Standalone);

        Assert.Same(host, arguments.Single(argument => argument.Flag == "app-channel-address").Value.Reference);
        Assert.Same(port, arguments.Single(argument => argument.Flag == "app-port").Value.Reference);
        Assert.Equal(
            ["--app-channel-address=aspire.dev.internal", "--app-port=40123"],
            arguments.Where(argument => argument.Value.Reference is not null)
                .Select(argument => argument.Format(reference => reference == host ? "aspire.dev.internal" : "40123")));
    }

    [Fact]
    public void A_value_never_becomes_an_argument_of_its_own() =>
        Assert.Equal("--config=--mode=standalone", new DaprdArgument("config", "--mode=standalone").Format(_ => ""));

    private static List<string> Arguments(SharedDaprd daprd, DaprdMode mode) =>
        [.. DaprdCommandLine.Build(daprd, mode).Select(argument => argument.ToString())];
}

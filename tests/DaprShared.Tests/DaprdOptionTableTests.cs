using System.Globalization;
using System.Reflection;
using Xunit;

namespace DaprShared.Tests;

/// <summary>The option table against what daprd 1.18.3, its sidecar injector and the official chart really have.</summary>
public class DaprdOptionTableTests
{
    // dapr v1.18.3 cmd/daprd/options/options.go: flag, type, default ("-": unset), first version where it is later than 1.13.
    private const string DaprdFlags = """
        mode                              Text     standalone
        app-id                            Text     -
        app-port                          Port     -
        app-protocol                      Text     http
        app-channel-address               Text     127.0.0.1
        app-max-concurrency               Number   -1
        enable-app-health-check           Boolean  false
        app-health-check-path             Text     /healthz
        app-health-probe-interval         Number   5
        app-health-probe-timeout          Number   500
        app-health-threshold              Number   3
        app-binding-options-timeout       Duration 3s         1.18
        disable-init-endpoints            List     -          1.17
        dapr-http-port                    Port     3500
        dapr-grpc-port                    Port     50001
        dapr-internal-grpc-port           Port     -
        dapr-internal-grpc-listen-address Text     -          1.14
        dapr-listen-addresses             Text     -
        dapr-public-port                  Port     -
        dapr-public-listen-address        Text     -          1.14
        profile-port                      Port     7777
        enable-profiling                  Boolean  false
        config                            Text     -
        resources-path                    Text     -
        control-plane-address             Text     -
        sentry-address                    Text     -
        sentry-request-jwt-audiences      List     -          1.16
        enable-mtls                       Boolean  false
        placement-host-address            Text     -
        scheduler-host-address            Text     -          1.14
        scheduler-job-streams             Number   3          1.16
        actors-disseminate-timeout        Duration 30s        1.18
        hot-reload-reconcile-interval     Duration 60s        1.18
        allowed-origins                   Text     *
        max-body-size                     Quantity 4Mi        1.14
        read-buffer-size                  Quantity 4Ki        1.14
        dapr-graceful-shutdown-seconds    Number   5
        dapr-block-shutdown-duration      Duration -
        enable-api-logging                Boolean  -
        disable-builtin-k8s-secret-store  Boolean  false
        enable-metrics                    Boolean  true
        metrics-port                      Port     9090
        metrics-listen-address            Text     0.0.0.0
        log-level                         Text     info
        log-as-json                       Boolean  false
        """;

    // dapr v1.18.3 pkg/injector/patcher/sidecar.go: those that set a flag of daprd.
    private static readonly string[] InjectorAnnotations =
    [
        "actors-disseminate-timeout", "app-binding-options-timeout", "app-channel-address", "app-health-check-path",
        "app-health-probe-interval", "app-health-probe-timeout", "app-health-threshold", "app-id", "app-max-concurrency", "app-port",
        "app-protocol", "block-shutdown-duration", "config", "disable-builtin-k8s-secret-store", "disable-init-endpoints",
        "enable-api-logging", "enable-app-health-check", "enable-metrics", "enable-profiling", "graceful-shutdown-seconds", "grpc-port",
        "internal-grpc-port", "log-as-json", "log-level", "max-body-size", "metrics-port", "placement-host-address", "read-buffer-size",
        "scheduler-host-address", "sentry-request-jwt-audiences", "sidecar-listen-addresses",
    ];

    // dapr-shared chart/dapr-shared/values.yaml: those that end in a flag of daprd.
    private static readonly string[] ChartKeys =
    [
        "shared.appId", "shared.controlPlane.operator.address", "shared.controlPlane.placementServer.address",
        "shared.controlPlane.sentry.address", "shared.daprd.apiLogging.enabled", "shared.daprd.app.protocol",
        "shared.daprd.appHealth.enabled", "shared.daprd.appHealth.path", "shared.daprd.appHealth.probeInterval",
        "shared.daprd.appHealth.probeTimeout", "shared.daprd.appHealth.threshold", "shared.daprd.config",
        "shared.daprd.gracefulShutdownSeconds", "shared.daprd.grpcPort", "shared.daprd.httpPort", "shared.daprd.internalGrpcPort",
        "shared.daprd.listenAddresses", "shared.daprd.metrics.enabled", "shared.daprd.metrics.port", "shared.daprd.mtls.enabled",
        "shared.daprd.publicPort", "shared.log.json", "shared.log.level", "shared.remotePort", "shared.remoteURL",
        "shared.scheduler.address",
    ];

    [Fact]
    public void Holds_every_flag_of_daprd_with_its_type_default_and_first_version()
    {
        var expected = from line in DaprdFlags.Split('\n')
                       let cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                       select $"{cells[0]} {cells[1]} {cells[2]} {(cells.Length > 3 ? cells[3] : "1.13")}";
        var actual = from option in DaprdOptionTable.All select $"{option.Flag} {option.Type} {option.Default ?? "-"} {option.Since}";

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("app-ssl")]
    [InlineData("components-path")]
    [InlineData("dapr-http-max-request-size")]
    [InlineData("dapr-http-read-buffer-size")]
    [InlineData("actors-service")]
    [InlineData("reminders-service")]
    public void Leaves_out_what_daprd_calls_deprecated(string flag) =>
        Assert.DoesNotContain(DaprdOptionTable.All, option => option.Flag == flag);

    [Fact]
    public void Knows_every_annotation_of_the_injector_that_sets_a_flag() =>
        Assert.Equal(InjectorAnnotations,
            DaprdOptionTable.All.Select(option => option.Annotation).OfType<string>().Order(StringComparer.Ordinal));

    [Fact]
    public void Knows_every_chart_value_that_sets_a_flag() =>
        Assert.Equal(ChartKeys, DaprdOptionTable.All.Select(option => option.ChartKey).OfType<string>().Order(StringComparer.Ordinal));

    [Fact]
    public void Has_no_name_twice()
    {
        Func<DaprdOption, string?>[] columns =
        [
            option => option.Name,
            option => option.Flag,
            option => option.Annotation,
            option => option.ChartKey,
        ];
        foreach (var names in columns.Select(column => DaprdOptionTable.All.Select(column).OfType<string>().ToList()))
        {
            Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        }
    }

    [Fact]
    public void Has_a_row_for_each_property_of_the_options_and_no_other() => Assert.Equal(
        typeof(DaprdOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)
            .Order(StringComparer.Ordinal),
        DaprdOptionTable.All.Where(option => option.IsUserOption).Select(option => option.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Reads_back_what_it_writes()
    {
        foreach (var option in DaprdOptionTable.All.Where(option => option.IsUserOption))
        {
            var daprd = new SharedDaprd { AppId = "orders", App = new("orders", "8080") };
            var value = Legal(option);
            Assert.Null(option.Check(value));

            option.Write!(daprd.Options, value);

            if (option.Flag != "config") // locally the one that is generated
            {
                Assert.Equal(value, option.Read(daprd, DaprdMode.Standalone)?.Text);
            }

            Assert.Equal(value, option.Read(daprd, DaprdMode.Kubernetes)?.Text);
        }
    }

    [Fact]
    public void Passes_only_legal_defaults()
    {
        foreach (var option in DaprdOptionTable.All)
        {
            Assert.All(
                new[] { option.Default, option.KubernetesDefault, option.StandaloneDefault }.OfType<string>(),
                value => Assert.Null(option.Check(value)));
        }
    }

    [Theory]
    [InlineData("dapr-http-port", "0")]
    [InlineData("dapr-http-port", "65536")]
    [InlineData("dapr-http-port", "http")]
    [InlineData("app-max-concurrency", "-2")]
    [InlineData("app-health-threshold", "1.5")]
    [InlineData("enable-metrics", "yes")]
    [InlineData("app-binding-options-timeout", "3")]
    [InlineData("app-binding-options-timeout", "-3s")]
    [InlineData("max-body-size", "4 MB")]
    [InlineData("max-body-size", "-4Mi")]
    [InlineData("log-level", "INFO")]
    [InlineData("app-protocol", "tcp")]
    [InlineData("disable-init-endpoints", "config,actors")]
    public void Refuses_what_daprd_refuses(string flag, string value) => Assert.NotNull(DaprdOptionTable.ByFlag(flag).Check(value));

    [Theory]
    [InlineData("3s", 3_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("0", 0)]
    [InlineData("", null)]
    [InlineData("3", null)]
    [InlineData("3 s", null)]
    [InlineData("1d", null)]
    public void Reads_Go_durations(string text, int? milliseconds) =>
        Assert.Equal(milliseconds, GoDuration.TryParse(text)?.TotalMilliseconds);

    [Fact]
    public void Writes_durations_that_it_reads_back()
    {
        foreach (var milliseconds in new[] { 0, 1, 250, 1_000, 1_500, 60_000, 3_599_999, 86_400_000 })
        {
            var span = TimeSpan.FromMilliseconds(milliseconds);
            Assert.Equal(span, GoDuration.TryParse(GoDuration.Format(span)));
        }
    }

    internal static string Legal(DaprdOption option) => option.Type switch
    {
        DaprdOptionType.Boolean => option.Default == "true" ? "false" : "true",
        DaprdOptionType.Port => "4001",
        DaprdOptionType.Number => ((option.Minimum ?? 0) + 7).ToString(CultureInfo.InvariantCulture),
        DaprdOptionType.Duration => "90s",
        DaprdOptionType.Quantity => "8Mi",
        _ => option.Allowed.Count > 0 ? option.Allowed[^1] : $"some-{option.Flag}",
    };
}

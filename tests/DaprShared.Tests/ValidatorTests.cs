using k8s.Models;
using Xunit;
using static DaprShared.DiagnosticRules;

namespace DaprShared.Tests;

/// <summary>Model in, codes out.</summary>
public class ValidatorTests
{
    private static readonly SharedDaprd Good = new() { AppId = "orders", App = new("orders.default.svc.cluster.local", "8080") };

    private static readonly Dictionary<string, (SharedDaprd Daprd, DiagnosticRule[] Rules)> InAnyMode = new()
    {
        ["all is well"] = (Good, []),
        ["no app at all"] = (Good with { App = null }, []),
        ["an app whose address is not known yet"] = (
            Good with { App = new(TextOrReference.FromReference(1), TextOrReference.FromReference(2)) },
            []),
        ["an app with a Helm expression for a host"] = (Good with { App = new("{{ .Values.host }}", "8080") }, []),
        ["an app-id of 54 characters"] = (Good with { AppId = new('a', 54) }, []),

        ["an app-id in upper case"] = (Good with { AppId = "Orders" }, [IllegalAppId]),
        ["an app-id with a dot"] = (Good with { AppId = "shop.orders" }, [IllegalAppId]),
        ["an app-id with an outer hyphen"] = (Good with { AppId = "orders-" }, [IllegalAppId]),
        ["an app-id with a digit first"] = (Good with { AppId = "3d-shop" }, [IllegalAppId]),
        ["no app-id"] = (Good with { AppId = "" }, [IllegalAppId]),
        ["an app-id of 55 characters"] = (Good with { AppId = new('a', 55) }, [AppIdTooLong]),

        ["a URL for a host"] = (Good with { App = new("http://orders", "8080") }, [HostIsNoHost]),
        ["a host with a port"] = (Good with { App = new("orders:8080", "8080") }, [HostIsNoHost]),
        ["a host with a path"] = (Good with { App = new("orders/api", "8080") }, [HostIsNoHost]),
        ["a port without a host"] = (Good with { App = new("", "8080") }, [RemoteIncomplete]),
        ["a host without a port"] = (Good with { App = new("orders", "") }, [RemoteIncomplete]),
        ["a port out of range"] = (Good with { App = new("orders", "70000") }, [RemoteIncomplete]),
        ["a protocol that daprd does not speak"] = (Good with { App = new("orders", "8080", "tcp") }, [IllegalOption]),

        ["an illegal number"] = (With(options => options.AppHealthThreshold = 0), [IllegalOption]),
        ["an illegal port"] = (With(options => options.DaprHttpPort = 0), [IllegalOption]),
        ["an illegal word"] = (With(options => options.LogLevel = "verbose"), [IllegalOption]),
        ["a probe that takes longer than its interval"] = (
            With(options => (options.AppHealthProbeInterval, options.AppHealthProbeTimeout) = (1, 1001)),
            [IllegalOption]),
        ["an API on loopback"] = (With(options => options.DaprListenAddresses = "[::1],127.0.0.1"), [LoopbackOnly]),
        ["an API on loopback and elsewhere"] = (With(options => options.DaprListenAddresses = "127.0.0.1,0.0.0.0"), []),

        ["jobs of an app that nobody probes"] = (Good with { Needs = DaprNeeds.Jobs }, [LostWhileAway]),
        ["jobs of an app that is probed"] =
            (With(options => options.EnableAppHealthCheck = true) with { Needs = DaprNeeds.Jobs }, []),
        ["actors without an app that could be away"] = (Good with { App = null, Needs = DaprNeeds.Actors }, []),

        ["two equal ports"] = (With(options => options.DaprHttpPort = 9090), [PortClash]),
        ["a port of metrics that are off"] = (With(options => (options.DaprHttpPort, options.EnableMetrics) = (9090, false)), []),
        ["an app on a port that daprd's API has"] = (Good with { App = new("orders", "3500") }, [PortClash]),
        ["an app on a port that daprd's metrics have"] = (Good with { App = new("orders", "9090") }, []),
        ["another port between daprds"] = (With(options => options.DaprInternalGrpcPort = 50003), [InternalPortChanged]),

        ["a version that is too old"] = (Good with { Image = new() { Tag = "1.16.9" } }, [UnsupportedVersion]),
        ["a version that is too new"] = (Good with { Image = new() { Tag = "1.20.0" } }, [UnsupportedVersion]),
        ["the oldest version"] = (Good with { Image = new() { Tag = "1.17.13-mariner" } }, []),
        ["a tag that is no version"] = (Good with { Image = new() { Tag = "edge" } }, [NoInboundRetries]),
        ["an option that the version does not know"] =
            (
                With(options => options.AppBindingOptionsTimeout = TimeSpan.FromSeconds(5)) with { Image = new() { Tag = "1.17.13" } },
                [OptionTooNew]),
    };

    private static readonly Dictionary<string, (SharedDaprd Daprd, DiagnosticRule[] Rules)> InACluster = new()
    {
        ["a DaemonSet with replicas"] = (Good with { Replicas = 2 }, [DaemonSetReplicas]),
        ["a Deployment with replicas"] = (Good with { Strategy = SharedStrategy.Deployment, Replicas = 2 }, []),
        ["a Deployment that is scaled to zero"] = (Good with { Strategy = SharedStrategy.Deployment, Replicas = 0 }, []),
        ["negative replicas"] = (Good with { Strategy = SharedStrategy.Deployment, Replicas = -1 }, [NegativeReplicas]),
        ["annotations that are daprd's own"] =
            (Good with
            {
                Pod = new()
                {
                    Annotations = new Dictionary<string, string>
                    {
                        ["dapr.io/app-id"] = "basket",
                        ["dapr.io/config"] = "c",
                        ["dapr.io/enabled"] = "true",
                    },
                },
            },
                [ReservedAnnotation, ReservedAnnotation, ReservedAnnotation]),
        ["no mTLS"] = (With(options => options.EnableMtls = false), [MtlsOff]),
        ["a request above its limit"] = (Good with
        {
            Pod = new()
            {
                Resources = new()
                {
                    Requests = new Dictionary<string, ResourceQuantity> { ["memory"] = new("1Gi") },
                    Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("128Mi") },
                }
            }
        }, [RequestAboveLimit]),
        ["no API token"] = (Good with { ApiToken = null }, [TokenOff]),
        ["a Secret that cannot be"] = (Good with { Pod = new() { ReadableSecrets = ["Keys"] } }, [IllegalName]),
        ["a ServiceAccount of nobody"] = (Good with { Pod = new() { CreateServiceAccount = false } }, [NoServiceAccount]),
        ["a ServiceAccount of somebody else"] = (
            Good with { Pod = new() { CreateServiceAccount = false, ServiceAccountName = "mine" } },
            []),
    };

    public static TheoryData<string> Anywhere { get; } = [.. InAnyMode.Keys];

    public static TheoryData<string> Cluster { get; } = [.. InACluster.Keys];

    [Theory]
    [MemberData(nameof(Anywhere))]
    public void Finds_in_both_modes(string model)
    {
        Assert.Equal(InAnyMode[model].Rules, Rules(InAnyMode[model].Daprd, DaprdMode.Standalone));
        Assert.Equal(InAnyMode[model].Rules, Rules(InAnyMode[model].Daprd, DaprdMode.Kubernetes));
    }

    [Theory]
    [MemberData(nameof(Cluster))]
    public void Finds_in_a_cluster_only(string model)
    {
        Assert.Empty(Rules(InACluster[model].Daprd, DaprdMode.Standalone));
        Assert.Equal(InACluster[model].Rules, Rules(InACluster[model].Daprd, DaprdMode.Kubernetes));
    }

    [Fact]
    public void Names_the_member_that_a_mistake_is_in()
    {
        var members = (from type in (Type[])
                       [
                           typeof(SharedDaprd), typeof(RemoteApp), typeof(DaprdOptions), typeof(ContainerImage), typeof(ControlPlane),
                           typeof(PodSettings), typeof(WorkloadSettings), typeof(TrustAnchors),
                       ]
                       from property in type.GetProperties()
                       select property.Name).ToHashSet();
        var mistakes = from daprd in InAnyMode.Values.Concat(InACluster.Values)
                       from mistake in Validator.Validate(daprd.Daprd, DaprdMode.Kubernetes)
                       select mistake;

        Assert.All(mistakes, mistake => Assert.Contains(mistake.Member, (IEnumerable<string?>)members));
    }

    [Fact]
    public void Finds_all_mistakes_at_once()
    {
        var daprd = new SharedDaprd
        {
            AppId = new string('A', 59),
            App = new("http://orders/", "0", "tcp"),
            Replicas = 3,
            Image = new() { Tag = "1.13.0" },
            ApiToken = null,
            Options =
            {
                LogLevel = "loud",
                DaprHttpPort = 50001,
                DaprInternalGrpcPort = 1,
                DaprListenAddresses = "localhost",
                DaprMaxBodySize = "1Mi",
            },
            Pod = new() { CreateServiceAccount = false },
        };

        Assert.Equal(
            [
                IllegalAppId, AppIdTooLong, PortClash, IllegalOption, IllegalOption, OptionTooNew, HostIsNoHost, RemoteIncomplete,
                DaemonSetReplicas,
                UnsupportedVersion, InternalPortChanged, TokenOff, LoopbackOnly, NoServiceAccount, NoInboundRetries,
            ],
            Rules(daprd, DaprdMode.Kubernetes).OrderBy(rule => rule.Code));
    }

    [Theory]
    [InlineData("http://orders.shop.svc:8080/api", "Use 'orders.shop.svc'")]
    [InlineData("orders:8080", "Use 'orders'")]
    public void Names_the_bare_host_in_a_URL(string host, string fix) =>
        Assert.StartsWith(
            fix,
            Assert.Single(Validator.Validate(Good with { App = new(host, "8080") }, DaprdMode.Kubernetes)).Fix,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Shop.Orders", "Use app-id 'shop-orders'.")]
    [InlineData("3d-shop", "Use app-id 'app-3d-shop'.")]
    [InlineData("_", "Choose another app-id.")]
    public void Suggests_an_app_id(string appId, string fix) =>
        Assert.Equal(fix, Assert.Single(Validator.Validate(Good with { AppId = appId }, DaprdMode.Kubernetes)).Fix);

    [Fact]
    public void Names_the_resource_and_is_one_line()
    {
        var diagnostic = Assert.Single(Validator.Validate(Good with { DisplayName = "orders-dapr", Replicas = 2 }, DaprdMode.Kubernetes));

        Assert.Equal(
            "error DAPRSHARED013: orders-dapr: replicas = 2, but a DaemonSet has one pod per node. Publish as a Deployment, or remove the "
                + "replicas.",
            diagnostic.ToString());
    }

    [Fact]
    public void Stays_one_line_whatever_a_value_holds_and_shows_no_password()
    {
        var line = Assert.Single(Validator.Validate(Good with { App = new("http://u:hunter2@or\nders", "8080") }, DaprdMode.Kubernetes))
            .ToString();

        Assert.Contains(@"'http://***@or\nders'", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://orders?key=hunter2", "'http://orders?***'")]
    [InlineData("http://u:hunter2@orders/?key=hunter2#hunter2", "'http://***@orders/?***'")]
    public void Shows_no_query(string host, string shown)
    {
        var line = Assert.Single(Validator.Validate(Good with { App = new(host, "8080") }, DaprdMode.Kubernetes)).ToString();

        Assert.Contains($"the app's address {shown} is not a bare host", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("[::1]")]
    public void Asks_for_a_DNS_name_in_place_of_an_IPv6_address(string host) =>
        Assert.StartsWith(
            "Use a DNS name",
            Assert.Single(Validator.Validate(Good with { App = new(host, "8080") }, DaprdMode.Kubernetes)).Fix,
            StringComparison.Ordinal);

    private static SharedDaprd With(Action<DaprdOptions> set)
    {
        var options = new DaprdOptions();
        set(options);
        return Good with { Options = options };
    }

    private static IEnumerable<DiagnosticRule> Rules(SharedDaprd daprd, DaprdMode mode) =>
        Validator.Validate(daprd, mode).Select(found => found.Rule);
}

using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>The control plane's root certificates, and what else is the control plane's.</summary>
public sealed class TrustAnchorTests
{
    [Fact]
    public async Task Trust_anchors_come_from_the_cluster_or_from_a_value_and_without_a_cluster_they_stay_empty()
    {
        using var helm = new Helm(await Chart.PublishAsync(Chart.Shop));

        Assert.Equal("", helm.Template().Certificates());
        var overridden = helm.Template("--set-file", $"daprShared.trustAnchors={helm.AddFile("ca.crt", Chart.Pem)}");
        Assert.Equal(Chart.Pem, overridden.Certificates());
        Assert.All(overridden.Where(manifest => manifest.At("spec/template/spec/containers/0/name") is "daprd"), manifest =>
        {
            Assert.Equal("shop-dapr-system-trust-bundle", manifest.Variable("DAPR_TRUST_ANCHORS").At("valueFrom/configMapKeyRef/name"));
            var before = helm.Template().Find((string)manifest.At("kind")!, (string)manifest.At("metadata/name")!);
            Assert.NotEqual(
                before.At("spec/template/metadata/annotations/checksum~1trust-anchors"),
                manifest.At("spec/template/metadata/annotations/checksum~1trust-anchors"));
        });
    }

    [Fact]
    public async Task Trust_anchors_can_be_a_parameter_which_is_a_value_of_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithTrustAnchors(builder.AddParameter("dapr-ca")));
        using var helm = new Helm(chart);

        Assert.Equal("", chart["values.yaml"].At("config/orders/dapr_ca"));
        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        Assert.Equal(
            "{{ include `dapr-shared.required` (list (.Values.config.orders.dapr_ca | trim) "
                + "`The trust anchors of orders are empty. Pass it: --set-file config.orders.dapr_ca=...`) }}\n",
            chart.Object("ConfigMap/orders-dapr-trust").At("data/ca.crt"));
        var manifests = helm.Template("--set-file", $"config.orders.dapr_ca={helm.AddFile("ca.crt", Chart.Pem)}");
        Assert.Equal($"{Chart.Pem}\n", manifests.Find("ConfigMap", "orders-dapr-trust").At("data/ca.crt"));
        Assert.Equal(
            "orders-dapr-trust",
            manifests.Find("DaemonSet", "orders-dapr").Variable("DAPR_TRUST_ANCHORS").At("valueFrom/configMapKeyRef/name"));
        Assert.DoesNotContain(manifests, manifest => manifest.At("metadata/name") is "orders-config" or "shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task Trust_anchors_can_be_a_ConfigMap_that_exists()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithTrustAnchorsFromConfigMap("roots", "root.pem"));

        var anchors = chart["templates/orders/shared_daprd.yaml"].Variable("DAPR_TRUST_ANCHORS").At("valueFrom");
        Assert.Equal(("roots", "root.pem"), (anchors.At("configMapKeyRef/name"), anchors.At("configMapKeyRef/key")));
        Assert.DoesNotContain(chart.Keys, file => file.Contains("trust", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_trust_bundle_the_installation_fails_and_says_what_to_do()
    {
        var chart = await Chart.PublishAsync(builder => builder.AddDaprShared("orders"));
        using var helm = new Helm(chart.Where(file =>
            !file.Key.StartsWith("templates/", StringComparison.Ordinal)
            || file.Key is "templates/_dapr_shared.tpl" or "templates/orders/trust_bundle.yaml"));
        using var empty = new ClusterStandIn();
        using var full = new ClusterStandIn().WithTrustBundle(Chart.Pem);

        var error = Assert.ThrowsAny<Exception>(() => helm.TemplateIn(empty)).Message;
        Assert.Contains(
            "there is no ConfigMap dapr-trust-bundle with key ca.crt in namespace dapr-system. Install Dapr's control plane first",
            error,
            StringComparison.Ordinal);
        Assert.Equal(Chart.Pem, helm.TemplateIn(full).Certificates());

        // Who names the certificates needs no right to look for them.
        var before = empty.Requests.Count;
        Assert.Equal(
            Chart.Pem,
            helm.TemplateIn(empty, "--set-file", $"daprShared.trustAnchors={helm.AddFile("ca.crt", Chart.Pem)}").Certificates());
        Assert.DoesNotContain(
            empty.Requests.Skip(before),
            request => request.Contains("/api/v1/namespaces/dapr-system", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_control_plane_of_the_cluster_decides_addresses_and_audience()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders");
            builder.ConfigureDaprShared(options => options.ControlPlane = new()
            {
                Namespace = "dapr",
                TrustDomain = "shop.example.com",
                ClusterDomain = "k8s.local",
            });
        });

        var workload = chart["templates/orders/shared_daprd.yaml"];
        Assert.Contains(
            "--sentry-address=dapr-sentry.dapr.svc.k8s.local:443",
            (List<object>)workload.At("spec/template/spec/containers/0/args")!);
        Assert.Equal(
            "spiffe://shop.example.com/ns/dapr/dapr-sentry",
            workload.At("spec/template/spec/volumes/0/projected/sources/0/serviceAccountToken/audience"));
    }

    [Fact]
    public async Task Published_the_services_are_those_of_the_cluster()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            builder.ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with { Namespace = "dapr" });
            builder.AddDaprShared("orders").WithActors().WithWorkflows().WithJobs();
        });

        Assert.DoesNotContain(
            chart.Keys,
            file => file.Contains("placement", StringComparison.Ordinal) || file.Contains("scheduler", StringComparison.Ordinal));
        var workload = chart["templates/orders/shared_daprd.yaml"];
        var arguments = ((List<object>)workload.At("spec/template/spec/containers/0/args")!).Cast<string>().ToList();
        Assert.Contains("--placement-host-address=dapr-placement-server.dapr.svc.cluster.local:50005", arguments);
        Assert.Contains("--scheduler-host-address=dapr-scheduler-server-a.dapr.svc.cluster.local:443", arguments);
    }
}

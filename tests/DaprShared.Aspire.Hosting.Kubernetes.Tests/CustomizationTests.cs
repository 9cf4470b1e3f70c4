#pragma warning disable ASPIREPIPELINES001 // A step of the pipeline is how a late customization comes.

using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting.Tests;

/// <summary>What users and others make of the objects with PublishAsKubernetesService.</summary>
public sealed class CustomizationTests
{
    [Fact]
    public async Task A_customization_sees_the_publishers_own_classes_and_has_the_last_word()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").PublishAsDeployment().PublishAsKubernetesService(published =>
            {
                var deployment = Assert.IsType<Aspire.Hosting.Kubernetes.Resources.Deployment>(published.Workload);
                deployment.Spec.Replicas = 7;
                deployment.Spec.MinReadySeconds = 5;
                deployment.Spec.Template.Spec.HostIpc = true;
                deployment.Spec.Template.Spec.SetHostnameAsFqdn = true;
                deployment.Spec.Template.Spec.Containers[0].Env.Add(new() { Name = "BRACES", Value = "{{ .Release.Name }}" });
                deployment.Spec.Template.Spec.Volumes.Add(new() { Name = "scratch", EmptyDir = new() { SizeLimit = "{{ 5 | int }}" } });
            });
        }));

        var deployment = helm.Template().Find("Deployment", "orders-dapr");
        Assert.Equal(("7", "5"), (deployment.At("spec/replicas"), deployment.At("spec/minReadySeconds")));
        var pod = deployment.At("spec/template/spec");
        Assert.Equal(("true", "true"), (pod.At("hostIPC"), pod.At("setHostnameAsFQDN")));
        Assert.Equal("shop", ((List<object>)pod.At("containers/0/env")!).Single(variable => variable.At("name") is "BRACES").At("value"));
        Assert.Equal("5", pod.At("volumes/1/emptyDir/sizeLimit"));
    }

    [Fact]
    public async Task A_users_customization_sees_the_final_objects()
    {
        var kinds = new List<string>();
        var chart = await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").PublishAsKubernetesService(published =>
            {
                kinds.Add(published.Workload!.Kind!);
                kinds.AddRange(published.AdditionalResources.OfType<ChartManifest>().Select(manifest => manifest.Manifest.Kind));
                published.Workload.PodTemplate.Spec.PriorityClassName = "system-cluster-critical";
            });
        });

        Assert.Equal(["DaemonSet", "ConfigMap", "ServiceAccount", "NetworkPolicy", "Service"], kinds);
        Assert.Equal("system-cluster-critical", chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/priorityClassName"));
    }

    [Fact]
    public async Task A_customization_sees_them_too_where_the_environment_is_the_last_word_of_the_AppHost()
    {
        var kind = "";
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").PublishAsKubernetesService(published =>
            {
                kind = published.Workload!.Kind!;
                published.Workload.PodTemplate.Spec.PriorityClassName = "platform";
            });
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false).WithSharedDaprds();
        });

        Assert.Equal("DaemonSet", kind);
        Assert.Equal("platform", chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/priorityClassName"));
    }

    [Fact]
    public async Task A_customization_that_comes_late_sees_the_final_objects_too()
    {
        var account = "";
        var chart = await Chart.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders").Resource;
            // As Azure's steps do it for workload identities.
            builder.Pipeline.AddStep(
                "late",
                _ =>
                {
                    dapr.Annotations.Add(new KubernetesServiceCustomizationAnnotation(published =>
                    {
                        account = $"{published.Workload!.Kind} {published.Service!.Metadata.Name} "
                            + published.Workload.PodTemplate.Spec.ServiceAccountName;
                        published.Workload.PodTemplate.Spec.ServiceAccountName = "of-the-cloud";
                    }));
                    return Task.CompletedTask;
                },
                requiredBy: WellKnownPipelineSteps.PublishPrereq);
        });

        Assert.Equal("DaemonSet orders-service orders-daprd", account);
        Assert.Equal("of-the-cloud", chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/serviceAccountName"));
        Assert.DoesNotContain(chart.Objects(), item => item.Name.StartsWith("ServiceAccount/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_of_a_user_may_have_the_name_of_the_workload()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").PublishAsKubernetesService(published => published.AdditionalResources.Add(
                new ConfigMap { Metadata = { Name = "orders-dapr" }, Data = { ["a"] = "b" } })));

        Assert.Equal("b", chart.Object("ConfigMap/orders-dapr").At("data/a"));
        Assert.Equal("orders-dapr", chart.Object("DaemonSet/orders-dapr").At("metadata/name"));
    }

    [Fact]
    public async Task A_pod_with_an_account_of_somebody_else_needs_none_of_ours()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").PublishAsKubernetesService(published =>
                published.Workload!.PodTemplate.Spec.ServiceAccountName = "orders-identity"));

        Assert.Equal("orders-identity", chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/serviceAccountName"));
        Assert.DoesNotContain(chart.Keys, file => file.Contains("serviceaccount", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_refers_to_a_Secret_or_a_ConfigMap_follows_its_name(bool isInjected)
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", "redis:6379")
                .WithSecretMetadata("redisPassword", builder.AddParameter("password", secret: true));
            var key = builder.AddParameter("region-key", secret: true);
            var dapr = builder.AddDaprShared("orders").WithReference(store).WithEnvironment("A", "b").WithEnvironment("REGION_KEY", key);
            dapr.PublishAsKubernetesService(published =>
            {
                published.Secret!.Metadata.Name = "vault";
                if (published.ConfigMap is { } map)
                {
                    map.Metadata.Name = "settings";
                }
            });
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });

        Assert.DoesNotContain(
            chart,
            file => file.Value.Contains("orders-secrets", StringComparison.Ordinal)
                || file.Value.Contains("orders-config", StringComparison.Ordinal));
        Assert.Equal("vault", chart["templates/orders/component-statestore.yaml"].At("spec/metadata/1/secretKeyRef/name"));
        var pod = chart.Object("DaemonSet/orders-dapr").At("spec/template");
        if (isInjected)
        {
            Assert.Contains("A=vault:A", (string)pod.At("metadata/annotations/dapr.io~1env-from-secret")!, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("vault", chart.Object("DaemonSet/orders-dapr").Variable("DAPR_API_TOKEN").At("valueFrom/secretKeyRef/name"));
            Assert.Equal("vault", chart.Object("DaemonSet/orders-dapr").Variable("REGION_KEY").At("valueFrom/secretKeyRef/name"));
            Assert.Equal(
                ["settings"],
                ((List<object>)pod.At("spec/containers/0/envFrom")!).Select(source => source.At("configMapRef/name")));
            // The component names the key; nobody reads the password as a variable.
            Assert.DoesNotContain("STATESTORE_REDISPASSWORD", chart.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
            Assert.Contains("{ name: vault, key: DAPR_API_TOKEN }", chart["README.md"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_object_that_a_customization_takes_away_is_somebody_elses_to_provide()
    {
        Dictionary<string, Action<KubernetesResource>> removals = new()
        {
            ["Secret/orders-secrets"] = published => published.Secret = null,
            ["ConfigMap/orders-config"] = published => published.ConfigMap = null,
            ["Service/orders-service"] = published => published.Service = null,
            ["DaemonSet/orders-dapr"] = published => published.Workload = null,
            ["NetworkPolicy/orders-dapr"] = published => published.AdditionalResources.Clear(),
        };
        foreach (var (name, remove) in removals)
        {
            var chart = await AppHost.PublishAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                builder.AddDaprShared("orders").WithEnvironment("A", "b").PublishAsKubernetesService(remove);
            });

            Assert.Equal(
                removals.Keys.Except([name]),
                chart.Objects()
                    .Select(item => item.Name)
                    .Where(removals.ContainsKey)
                    .OrderBy(other => removals.Keys.ToList().IndexOf(other)));
            using var helm = new Helm(chart);
            Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_workload_without_a_pod_is_refused()
    {
        Action<KubernetesResource>[] removals =
        [
            published => ((DaemonSet)published.Workload!).Spec = null!,
            published => ((DaemonSet)published.Workload!).Spec.Template = null!,
            published => published.Workload!.PodTemplate.Spec = null!,
        ];
        foreach (var remove in removals)
        {
            var (errors, _) = await AppHost.FailAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                builder.AddDaprShared("orders").PublishAsKubernetesService(remove);
            });

            Assert.Equal(
                [
                    "error DAPRSHARED088: orders: a customization has left the workload without a pod. "
                    + "Keep Workload.PodTemplate.Spec, or set Workload to null.",
                ],
                errors);
        }
    }
}

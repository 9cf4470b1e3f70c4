namespace DaprShared.Hosting.Tests;

/// <summary>The folder of a chart: what an earlier publish and users have put there.</summary>
public sealed class ChartFolderTests
{
    [Fact]
    public async Task A_readme_of_the_users_own_stays()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            File.WriteAllText(Path.Combine(builder.Configuration["Pipeline:OutputPath"]!, "README.md"), "Ours.");
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        Assert.Equal("Ours.", files["README.md"]);
        Assert.Contains("Chart.yaml", files.Keys);
    }

    [Fact]
    public async Task A_file_of_the_users_own_in_place_of_the_named_templates_is_an_error_before_anything_is_written()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            var templates = Directory.CreateDirectory(Path.Combine(builder.Configuration["Pipeline:OutputPath"]!, "templates")).FullName;
            File.WriteAllText(Path.Combine(templates, "_dapr_shared.tpl"), "Ours.");
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        Assert.Contains("DAPRSHARED026", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(["templates/_dapr_shared.tpl"], files.Keys);
        Assert.Equal("Ours.", files["templates/_dapr_shared.tpl"]);
    }

    [Fact]
    public async Task One_environment_is_published_without_touching_the_other_s_chart()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddDaprShared("orders")
                .WithComputeEnvironment(builder.AddKubernetesEnvironment("a").WithSharedDaprds().WithDashboard(false));
            builder.AddDaprShared("billing")
                .WithComputeEnvironment(builder.AddKubernetesEnvironment("b").WithSharedDaprds().WithDashboard(false));
        }

        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            var both = await AppHost.PublishToAsync(folder, Shop);
            Assert.Equal(both["a/templates/_dapr_shared.tpl"], both["b/templates/_dapr_shared.tpl"]);
            Assert.Equal(both.Keys, (await AppHost.PublishToAsync(folder, Shop, step: "publish-a")).Keys);
            Assert.Contains("b/templates/billing/shared_daprd.yaml", both.Keys);
            Directory.Delete(Path.Combine(folder, "b"), recursive: true);
            Assert.All((await AppHost.PublishToAsync(folder, Shop, step: "publish-a")).Keys, file => Assert.StartsWith("a/", file));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_an_earlier_publish_wrote_and_this_one_does_not_is_removed_and_nothing_else()
    {
        static void Kubernetes(IDistributedApplicationBuilder builder) =>
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        static void Autoscaled(IDistributedApplicationBuilder builder)
        {
            Kubernetes(builder);
            builder.AddDaprShared("billing");
            builder.AddDaprShared("orders")
                .PublishAsDeployment()
                .WithAutoscaling(2, 4)
                .WithReference(builder.AddDaprSharedComponent("statestore", "state.redis"));
        }

        static void Injected(IDistributedApplicationBuilder builder)
        {
            Kubernetes(builder);
            builder.AddDaprShared("orders").PublishAsDeployment().WithInjectedDaprd();
        }

        const string ours = "---\nkind: ConfigMap\n";
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            var autoscaled = await AppHost.PublishToAsync(folder, Autoscaled);
            Assert.Equal(autoscaled, await AppHost.PublishToAsync(folder, Autoscaled));
            File.WriteAllText(Path.Combine(folder, "templates", "orders", "ours.yaml"), ours);
            // A customization that takes the workload away leaves the others to the publisher.
            File.WriteAllText(Path.Combine(folder, "templates", "orders", "service.yaml"), "---\nkind: Service\n");

            var injected = await AppHost.PublishToAsync(folder, Injected);

            Assert.Contains("templates/orders/component-statestore.yaml", autoscaled.Keys);
            Assert.Contains("templates/billing/shared_daprd.yaml", autoscaled.Keys);
            Assert.DoesNotContain("templates/billing/shared_daprd.yaml", injected.Keys);
            Assert.Equal(
                (await AppHost.PublishAsync(Injected))
                    .Append(new("templates/orders/ours.yaml", ours))
                    .OrderBy(file => file.Key, StringComparer.Ordinal),
                injected);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

namespace DaprShared.Hosting.Tests;

/// <summary>What a publish says at its end, without the Aspire CLI: in the log.</summary>
public sealed class PublishSummaryTests
{
    [Fact]
    public async Task Publishing_says_which_daprds_are_where_with_what_and_what_comes_next()
    {
        var summary = await SummaryAsync(builder =>
        {
            builder.ConfigureDaprShared(options => options.Nodes = 4);
            var store = builder.AddDaprSharedComponent("statestore", "state.redis");
            var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithAnnotation(new ReplicaAnnotation(6))
                .WithDaprShared(dapr => dapr.WithReference(store).WithReference(pubsub));
            builder.AddDaprShared("billing").WithReference(pubsub).WithReference(store);
            builder.AddDaprShared("mail").PublishAsDeployment(2).WithImageTag("1.18.2");
            builder.AddDaprShared("stock").PublishAsDeployment().WithAutoscaling(1, 5).WithInjectedDaprd();
        });

        Assert.Matches("^Dapr Shared: 4 daprds, manifests in .+dapr-shared\n", summary);
        Assert.Equal(
            [
                "    app-ids          run as               image                          components",
                "    billing, orders  DaemonSet            docker.io/daprio/daprd:1.18.3  pubsub, statestore",
                "    mail             Deployment x 2       docker.io/daprio/daprd:1.18.2  -",
                "    stock            Deployment x 1 to 5  the control plane's            -",
                "    daprds (CPU, memory): 11+ (1101m, 2754Mi); as sidecars 9 (900m, 2250Mi), "
                    + "as DaemonSets on 4 nodes 16 (1604m, 4016Mi), as Deployments 5+ (501m, 1254Mi)",
                "Dapr Shared, next: ",
                "    aspire do check-dapr-control-plane",
            ],
            summary.Split('\n')[1..^1]);
        Assert.Matches("^    kubectl apply -k .+dapr-shared -n ", summary.Split('\n')[^1]);
    }

    [Fact]
    public async Task Warnings_are_repeated_there_and_several_of_a_kind_are_one_line()
    {
        var one = await SummaryAsync(builder => builder.AddDaprShared("orders").WithoutApiToken());
        var two = await SummaryAsync(builder =>
        {
            builder.AddDaprShared("orders").WithoutApiToken();
            builder.AddDaprShared("billing").WithoutApiToken();
        });

        Assert.Contains(
            "\nDapr Shared warnings: \n    DAPRSHARED017: orders: every pod that reaches the API Service may use the Dapr API. ",
            one,
            StringComparison.Ordinal);
        Assert.Contains(
            "\nDapr Shared warnings: \n    DAPRSHARED017: The Dapr API asks for no token: billing, orders\n",
            two,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_daprds_fit_on_a_screen()
    {
        var summary = await SummaryAsync(builder =>
        {
            foreach (var stores in Enumerable.Range(100, 100).Chunk(4))
            {
                var store = builder.AddDaprSharedComponent($"store-{stores[0]}", "state.redis");
                foreach (var number in stores)
                {
                    builder.AddDaprShared($"app-{number}").WithReference(store);
                }
            }
        });

        Assert.Contains("Dapr Shared: 100 daprds, ", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Split('\n').Length, 1, 30);
        Assert.Contains("\n    and 20 daprds more\n", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_of_a_kind_are_one_row()
    {
        var summary = await SummaryAsync(builder =>
        {
            foreach (var number in Enumerable.Range(100, 100))
            {
                builder.AddDaprShared($"app-{number}");
            }
        });

        Assert.Contains(
            "\n    app-100, app-101, app-102, app-103 and 96 more  DaemonSet  docker.io/daprio/daprd:1.18.3  -\n",
            summary,
            StringComparison.Ordinal);
    }

    // Right for a worker, so that it is no warning.
    [Fact]
    public async Task An_app_that_daprd_cannot_call_is_named()
    {
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddContainer("mails", "shop/mails").WithDaprShared();
            builder.AddDaprShared("jobs");
        });

        Assert.Contains(
            "\n    not called by daprd, for the app has no endpoint: mails\n",
            Assert.Single(log, line => line.StartsWith("Dapr Shared: ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain(log, line => line.Contains("DAPRSHARED", StringComparison.Ordinal));
        Assert.DoesNotContain("app-channel-address", files["dapr-shared/mails/daemonset-mails-dapr.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_mistake_stands_once_in_the_log_and_no_exception_with_it()
    {
        var (log, _) = await AppHost.LogAsync(builder => builder.AddDaprShared("orders").WithEnvironment("NAMESPACE", "shop"));

        Assert.Single(log, line => line.Contains("DAPRSHARED071", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("failed", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_is_said_where_nothing_is_published()
    {
        var (manifest, _) = await AppHost.LogAsync(builder => builder.AddDaprShared("orders"), "publish-manifest");
        var (empty, _) = await AppHost.LogAsync(builder => builder.ConfigureDaprShared(_ => { }));

        Assert.DoesNotContain(manifest.Concat(empty), line => line.Contains("Dapr Shared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_manifests_of_daprds_that_have_gone_are_removed_and_files_of_the_user_s_own_stay()
    {
        static void Shop(IDistributedApplicationBuilder builder, params string[] daprds)
        {
            builder.ConfigureDaprShared(options => options.Nodes = 4);
            builder.AddContainer("app", "shop/app").WithHttpEndpoint(targetPort: 8080);
            foreach (var daprd in daprds)
            {
                builder.AddDaprShared(daprd);
            }
        }

        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            await AppHost.PublishToAsync(folder, builder => Shop(builder, "orders", "billing"));
            var one = await AppHost.PublishToAsync(folder, builder => Shop(builder, "billing"));

            Assert.Equal(await AppHost.PublishAsync(builder => Shop(builder, "billing")), one);
            var objects = Kubectl.Kustomize(Path.Combine(folder, "dapr-shared"));
            Assert.DoesNotContain(objects, text => text.Contains("orders", StringComparison.Ordinal));

            File.WriteAllText(Path.Combine(folder, "dapr-shared", "billing", "ours.yaml"), "kind: ConfigMap\n");
            var none = await AppHost.PublishToAsync(folder, builder => Shop(builder));

            Assert.Equal(["dapr-shared/billing/ours.yaml"], none.Keys);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> SummaryAsync(Action<IDistributedApplicationBuilder> configure)
    {
        var (log, _) = await AppHost.LogAsync(configure);
        return Assert.Single(log, line => line.StartsWith("Dapr Shared: ", StringComparison.Ordinal));
    }
}

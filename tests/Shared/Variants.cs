namespace DaprShared.Hosting.Tests;

/// <summary>One shared daprd in each strategy: as lines of an AppHost, and as values of the tool that say the same.</summary>
internal sealed class Variants : IDisposable
{
    private const string Resources =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.redis
          version: v1
          metadata:
            - name: redisHost
              value: redis:6379
        scopes:
          - orders
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: retries
        spec:
          policies:
            timeouts:
              short: 2s
          targets: {}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public Variants() => File.WriteAllText(ResourcesFile, Resources);

    /// <summary>Gets their names.</summary>
    public static IEnumerable<string> Names => Models.Keys;

    /// <summary>Gets the file of the resources that all of them have.</summary>
    public string ResourcesFile => Path.Combine(_folder, "resources.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Dictionary<string, (Action<IResourceBuilder<DaprSharedResource>> AppHost, string Values)> Models = new()
    {
        ["DaemonSet"] = (dapr => dapr.WithToleration("dedicated", "dapr", "NoSchedule"), """
              strategy: daemonset
            tolerations:
            - {key: dedicated, operator: Equal, value: dapr, effect: NoSchedule}
            """),
        ["Deployment"] = (
            dapr => dapr
                .PublishAsDeployment(replicas: 3)
                .WithResources(cpuLimit: "1")
                .WithPriorityClass("platform")
                .WithOptions(options => (options.AppMaxConcurrency, options.AppHealthProbeInterval) = (8, 10)),
            """
              strategy: deployment
              deployment: {replicas: 3}
              priorityClassName: platform
              daprd:
                resources: {limits: {cpu: "1"}}
                options: {app-max-concurrency: 8}
                appHealth: {probeInterval: 10}
            """),
        ["autoscaled"] = (dapr => dapr.PublishAsDeployment().WithAutoscaling(2, 5), """
              strategy: deployment
              autoscaling: {minReplicas: 2, maxReplicas: 5}
            """),
    };

    /// <summary>Adds a variant to an application.</summary>
    public void Add(IDistributedApplicationBuilder builder, string variant)
    {
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 8080, targetPort: 8080);
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).WithResourcesFolder(_folder);
        orders.WithReference(dapr);
        Models[variant].AppHost(dapr);
    }

    /// <summary>Returns the values of the tool.</summary>
    public static string Values(string variant) =>
        $"shared:\n  appId: orders\n  remoteURL: orders\n  remotePort: 8080\n{Models[variant].Values}";
}

using System.Reflection;

namespace DaprShared.Fuzz;

internal sealed partial record AppHostCall
{
    private static readonly PropertyInfo[] _options = [.. typeof(DaprdOptions).GetProperties().Where(property => property.CanWrite)];

    private bool Flag => Number % 2 == 0;

    private TimeSpan Span => TimeSpan.FromMilliseconds(Number);

    private string? Optional => Flag ? First : null;

    private int? OptionalNumber => Place == 0 ? null : Number;

    private DaprPolicies Policies => new(Optional, Second, Flag ? "fuse" : null);

    /// <summary>The calls.</summary>
    private static (string Name, Action<Shop, AppHostCall> Make)[] Rows { get; } =
    [
        ("AddContainer with endpoint", (shop, call) => shop.Apps.Add(
            shop.Builder.AddContainer(call.First, "shop/app").WithHttpEndpoint(port: 80, targetPort: 8080))),
        ("AddDaprShared", (shop, call) => shop.Daprds.Add(shop.Builder.AddDaprShared($"{call.First}-dapr", call.Flag ? call.First : null))),
        ("WithDaprShared", On(shop => shop.Apps, (shop, app, call) => app.WithDaprShared(shop.Daprds.Add))),
        ("AddDaprSharedComponent", (shop, call) => shop.Components.Add(
            shop.Builder.AddDaprSharedComponent(call.First, call.Flag ? "state.redis" : call.Second))),
        ("WithReference", On(shop => shop.Daprds, (shop, dapr, call) => dapr.WithReference(At(shop.Components, call.Number)))),

        ("AddContainer", (shop, call) => shop.Apps.Add(shop.Builder.AddContainer(call.First, "shop/app"))),
        ("WithEndpoint", On(shop => shop.Apps, (_, app, call) =>
            app.WithEndpoint(call.OptionalNumber, call.Number, call.Second, call.Flag ? "https" : "http"))),
        ("WithHttpHealthCheck", On(shop => shop.Apps, (_, app, call) => app.WithHttpHealthCheck(call.First))),
        ("WithApp", On(shop => shop.Daprds, (shop, dapr, call) => dapr.WithApp(At(shop.Apps, call.Number), call.Optional))),
        ("WithRemoteUrl", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithRemoteUrl(call.First))),
        ("WithRemoteUrl parameter", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithRemoteUrl(At(shop.Parameters, call.Number), call.Second))),
        ("WithReference of the app", On(shop => shop.Apps, (shop, app, call) => app.WithReference(At(shop.Daprds, call.Number)))),
        ("AddParameter", (shop, call) => shop.Parameters.Add(shop.Builder.AddParameter(call.First, call.Second, secret: call.Flag))),
        ("WithoutApiToken", On(shop => shop.Daprds, (_, dapr, _) => dapr.WithoutApiToken())),
        ("WithApiToken", On(shop => shop.Daprds, (shop, dapr, call) => dapr.WithApiToken(At(shop.Parameters, call.Number)))),
        ("WithAppToken", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithAppToken(call.Flag ? null : At(shop.Parameters, call.Number)))),

        ("WithOptions", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithOptions(call.Set))),
        ("WithActors", On(shop => shop.Daprds, (_, dapr, _) => dapr.WithActors())),
        ("WithWorkflows", On(shop => shop.Daprds, (_, dapr, _) => dapr.WithWorkflows())),
        ("WithJobs", On(shop => shop.Daprds, (_, dapr, _) => dapr.WithJobs())),
        ("WithAppHealthCheck", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithAppHealthCheck(call.First))),
        ("WithoutInboundRetries", On(shop => shop.Daprds, (_, dapr, _) => dapr.WithoutInboundRetries())),
        ("WithEnvironment", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithEnvironment(call.First, call.Second))),
        ("WithArgs", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithArgs(call.First))),
        ("ConfigureDaprShared", (shop, call) => shop.Builder.ConfigureDaprShared(options => call.Set(options))),

        ("PublishAsDaemonSet", On(shop => shop.Daprds, (_, dapr, _) => dapr.PublishAsDaemonSet())),
        ("PublishAsDeployment", On(shop => shop.Daprds, (_, dapr, call) => dapr.PublishAsDeployment(call.OptionalNumber))),
        ("WithInjectedDaprd", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithInjectedDaprd(call.Flag))),
        ("WithAutoscaling", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithAutoscaling(call.Number, call.Place, 80))),
        ("WithTrafficPolicy", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithTrafficPolicy((TrafficPolicy)call.Place))),
        ("WithTrustAnchors", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithTrustAnchors(call.First))),
        ("WithTrustAnchors parameter", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithTrustAnchors(At(shop.Parameters, call.Number)))),
        ("WithTrustAnchorsFromConfigMap", On(shop => shop.Daprds, (_, dapr, call) =>
            dapr.WithTrustAnchorsFromConfigMap(call.First, call.Second))),
        ("WithNodeSelector", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithNodeSelector(call.First, call.Second))),
        ("WithToleration", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithToleration(call.First, call.Optional, call.Second))),
        ("WithPriorityClass", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithPriorityClass(call.First))),
        ("WithImagePullSecret", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithImagePullSecret(call.First))),
        ("WithServiceAccount", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithServiceAccount(call.First))),
        ("WithServiceAccountAnnotation", On(shop => shop.Daprds, (_, dapr, call) =>
            dapr.WithServiceAccountAnnotation(call.First, call.Second))),
        ("WithResources", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithResources(call.Optional, call.Second))),
        ("WithPodSettings", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithPodSettings(pod => pod with
        {
            Labels = new Dictionary<string, string> { [call.First] = call.Second },
            Annotations = new Dictionary<string, string> { [call.Second] = call.First },
            ReadableSecrets = [call.Second],
        }))),
        ("WithWorkloadSettings", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithWorkloadSettings(workload => workload with
        {
            MaxSurge = call.Number, MaxUnavailable = call.Place, NetworkPolicy = call.Flag, PrometheusAnnotations = call.Flag,
        }))),

        ("WithPodMonitor", On(shop => shop.Daprds, (_, dapr, call) => dapr.WithPodMonitor(call.First, call.Flag ? "30s" : call.Second))),
        ("WithDaprSharedOtlpCollector", (shop, call) => shop.Builder.WithDaprSharedOtlpCollector(call.First, (OtlpProtocol)call.Place)),
        ("WithOtlpCollector parameter", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithOtlpCollector(At(shop.Parameters, call.Number), headers: At(shop.Parameters, call.Place)))),
        ("WithOtlpCollector endpoint", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithOtlpCollector(At(shop.Apps, call.Number).GetEndpoint(call.Second)))),

        ("WithMetadata", On(shop => shop.Components, (_, component, call) => component.WithMetadata(call.First, call.Second))),
        ("WithMetadata parameter", On(shop => shop.Components, (shop, component, call) =>
            component.WithMetadata(call.First, At(shop.Parameters, call.Number)))),
        ("WithMetadata endpoint", On(shop => shop.Components, (shop, component, call) =>
            component.WithMetadata(call.First, At(shop.Apps, call.Number).GetEndpoint(call.Second)))),
        ("WithSecretMetadata", On(shop => shop.Components, (shop, component, call) =>
            component.WithSecretMetadata(call.First, At(shop.Parameters, call.Number)))),
        ("WithScopes", On(shop => shop.Components, (_, component, call) => component.WithScopes(call.First))),
        ("AsActorStateStore", On(shop => shop.Components, (_, component, _) => component.AsActorStateStore())),
        ("AddDaprSharedConfiguration", (shop, call) => shop.Configurations.Add(shop.Builder.AddDaprSharedConfiguration(call.First))),
        ("WithReference configuration", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithReference(At(shop.Configurations, call.Number)))),
        ("WithFeature", On(shop => shop.Configurations, (_, configuration, call) => configuration.WithFeature(call.First, call.Flag))),
        ("WithTracing", On(shop => shop.Configurations, (_, configuration, call) => configuration.WithTracing(call.Number / 2.0))),
        ("WithMetrics", On(shop => shop.Configurations, (_, configuration, call) =>
            configuration.WithMetrics(new(call.Flag, PathMatching: [call.First])))),
        ("WithHttpPipeline", On(shop => shop.Configurations, (shop, configuration, call) =>
            configuration.WithHttpPipeline(At(shop.Components, call.Number)))),
        ("WithAccessControl", On(shop => shop.Configurations, (_, configuration, call) =>
            configuration.WithAccessControl(call.Optional, call.Flag))),
        ("WithSpec", On(shop => shop.Configurations, (_, configuration, call) => configuration.WithSpec(call.First))),
        ("AddDaprSharedResiliency", (shop, call) => shop.Resiliencies.Add(shop.Builder.AddDaprSharedResiliency(call.First))),
        ("WithReference resiliency", On(shop => shop.Daprds, (shop, dapr, call) => dapr.WithReference(At(shop.Resiliencies, call.Number)))),
        ("WithTimeout", On(shop => shop.Resiliencies, (_, resiliency, call) => resiliency.WithTimeout(call.First, call.Span))),
        ("WithRetry", On(shop => shop.Resiliencies, (_, resiliency, call) => resiliency.WithRetry(call.First, new()
        {
            MaxRetries = call.OptionalNumber, Duration = call.Span, HttpStatusCodes = call.Flag ? call.Second : null,
        }))),
        ("WithCircuitBreaker", On(shop => shop.Resiliencies, (_, resiliency, call) => resiliency.WithCircuitBreaker(call.First, new()
        {
            MaxRequests = call.OptionalNumber, Timeout = call.Span, Trip = call.Second,
        }))),
        ("WithAppTarget", On(shop => shop.Resiliencies, (_, resiliency, call) => resiliency.WithAppTarget(call.First, call.Policies))),
        ("WithComponentTarget", On(shop => shop.Resiliencies, (_, resiliency, call) =>
            resiliency.WithComponentTarget(call.First, call.Policies))),
        ("WithActorTarget", On(shop => shop.Resiliencies, (_, resiliency, call) => resiliency.WithActorTarget(call.First, call.Policies))),
        ("AddDaprSharedSubscription", (shop, call) => shop.Subscriptions.Add(call.Flag
            ? shop.Builder.AddDaprSharedSubscription(call.First, At(shop.Components, call.Place), call.Second, "/orders")
            : shop.Builder.AddDaprSharedSubscription(call.First, "pubsub", call.Second, "/orders"))),
        ("WithReference subscription", On(shop => shop.Daprds, (shop, dapr, call) =>
            dapr.WithReference(At(shop.Subscriptions, call.Number)))),
        ("WithRule", On(shop => shop.Subscriptions, (_, subscription, call) => subscription.WithRule(call.First, call.Second))),
        ("WithDeadLetterTopic", On(shop => shop.Subscriptions, (_, subscription, call) => subscription.WithDeadLetterTopic(call.First))),
        ("WithBulkSubscribe", On(shop => shop.Subscriptions, (_, subscription, call) =>
            subscription.WithBulkSubscribe(call.OptionalNumber, call.Span))),
    ];

    // Sets one property of daprd's options, or of those that are the same for all.
    private void Set(object options)
    {
        var properties = options is DaprdOptions
            ? _options
            : [.. options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)];
        var property = properties[Math.Abs(HashOf(Second) + Number % 100) % properties.Length];
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object? value = type == typeof(string) ? First
            : type == typeof(int) ? Number
            : type == typeof(bool) ? Flag
            : type == typeof(TimeSpan) ? Span
            : type.IsAssignableFrom(typeof(string[])) ? (string[])[First, Second]
            : type == typeof(ControlPlane) ? new ControlPlane { Namespace = First, ClusterDomain = Second }
            : null;
        if (value is not null)
        {
            property.SetValue(options, value);
        }
    }

    // The same in each process.
    private static int HashOf(string text) => text.Aggregate(0, (hash, character) => (hash * 31 + character) % 10007);

    private static Action<Shop, AppHostCall> On<T>(Func<Shop, List<T>> of, Action<Shop, T, AppHostCall> make) =>
        (shop, call) => make(shop, At(of(shop), call.Place), call);

    // Where there is none, the call is one that cannot be written.
    private static T At<T>(List<T> list, int place) =>
        list.Count > 0 ? list[Math.Abs(place % list.Count)] : throw new ArgumentException("There is none.");
}

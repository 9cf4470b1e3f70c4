namespace DaprShared.Hosting.Tests;

/// <summary>What is declared and reaches nobody is a warning, with the line to add.</summary>
public sealed class WiringTests : IDisposable
{
    private readonly TeamFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_app_that_does_not_know_its_daprd()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders");
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
        dapr.WithApp(orders);

        Assert.Equal(
            [
                "warning DAPRSHARED125: orders-dapr: it calls app 'orders', but the app has no variables that lead to it "
                + "(DAPR_HTTP_ENDPOINT and the others). "
                + "Add orders.WithReference(ordersDapr), unless the app never calls Dapr.",
            ],
            Warnings(builder));

        orders.WithReference(dapr);
        Assert.Empty(Warnings(builder));
    }

    [Fact]
    public void An_app_that_has_the_endpoint_by_another_name_knows_it()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("dapr", appId: "orders");
        dapr.WithApp(builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
            .WithEnvironment("DAPR", dapr.Resource.HttpEndpoint));

        Assert.Empty(Warnings(builder));
    }

    [Fact]
    public async Task What_no_daprd_refers_to_is_told_once_also_where_there_is_no_daprd()
    {
        var builder = AppHost.Create();
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis");
        builder.AddDaprSharedSubscription("order-placed", pubsub, "orders", "/orders");
        var limits = builder.AddDaprSharedComponent("limits", "middleware.http.ratelimit");
        builder.AddDaprSharedConfiguration("shop").WithHttpPipeline(limits);
        builder.AddDaprSharedResiliency("patience").WithScopes("orders");

        // What comes with another one is told with that one.
        Assert.Equal(
            [
                "warning DAPRSHARED126: order-placed: no shared daprd refers to it, so it is neither loaded nor published. "
                + "Add dapr.WithReference(orderPlaced), or remove it.",
                "warning DAPRSHARED126: shop: no shared daprd refers to it, so it is neither loaded nor published. "
                + "Add dapr.WithReference(shop), or remove it.",
                "warning DAPRSHARED126: patience: no shared daprd refers to it, so it is neither loaded nor published. "
                + "Add dapr.WithReference(patience), or remove it.",
            ],
            Warnings(builder));

        var (log, _) = await AppHost.LogAsync(builder => builder.AddDaprSharedComponent("store", "state.redis"));
        Assert.Contains(log, line => line.StartsWith("warning DAPRSHARED126: store: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Scopes_that_keep_an_object_from_the_daprd_that_refers_to_it()
    {
        var builder = AppHost.Create();
        var store = builder.AddDaprSharedComponent("store", "state.redis").WithScopes("basket");
        builder.AddDaprShared("dapr", appId: "orders").WithReference(store);

        Assert.Equal(
            [
                "warning DAPRSHARED127: store: it is scoped to 'basket', so 'dapr' of app-id 'orders', which refers to it, "
                + "does not load it. Add store.WithScopes(\"orders\"), or remove the reference.",
            ],
            Warnings(builder));

        store.WithScopes("orders");
        Assert.Empty(Warnings(builder));
    }

    [Fact]
    public void A_document_that_is_scoped_to_nobody_here()
    {
        var builder = AppHost.Create();
        _folder.Write(
            "store.yaml",
            Document("Component", "store", "type: state.redis, version: v1, metadata: []", "scopes: [order, cart]"));
        builder.AddDaprShared("dapr", appId: "orders").WithResourcesFolder(_folder.Path);

        Assert.Equal(
            [
                $"warning DAPRSHARED127: {_folder.Path}/store.yaml (store): it is scoped to 'order' and 'cart', "
                + "and no shared daprd has such an app-id. Correct the scopes; there is 'orders'.",
            ],
            Warnings(builder));
        // In a cluster the namespace may have others.
        Assert.Empty(Warnings(builder, PlainManifests.Target));

        builder.AddDaprShared("cart");
        Assert.Empty(Warnings(builder));
    }

    [Fact]
    public void A_subscription_without_an_app()
    {
        var builder = AppHost.Create();
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis");
        var placed = builder.AddDaprSharedSubscription("placed", pubsub, "orders", "/orders");
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithReference(placed);

        Assert.Equal(
            [
                "warning DAPRSHARED128: placed: 'orders-dapr' has no app to deliver to, so it does not subscribe. "
                + "Add ordersDapr.WithApp(app), or WithRemoteUrl for an app elsewhere.",
            ],
            Warnings(builder));

        var worker = builder.AddContainer("worker", "shop/worker").WithReference(dapr);
        dapr.WithApp(worker);
        Assert.Equal(
            [
                "warning DAPRSHARED128: placed: 'orders-dapr' delivers to app 'worker', which has no endpoint, so it does not subscribe. "
                + "Add worker.WithHttpEndpoint(), or remove the subscription.",
            ],
            Warnings(builder));

        worker.WithHttpEndpoint(targetPort: 8080);
        Assert.Empty(Warnings(builder));
    }

    // Whoever publishes only may have the folder of everybody; a scope says who is meant.
    [Theory]
    [InlineData("", false)]
    [InlineData("scopes: [orders]", true)]
    public void A_subscription_of_a_folder_without_an_app(string scopes, bool isTold)
    {
        var builder = AppHost.Create();
        _folder.Write(
            "placed.yaml",
            Document("Subscription", "placed", "pubsubname: pubsub, topic: orders, routes: {default: /orders}", scopes, "v2alpha1"));
        builder.AddDaprShared("dapr", appId: "orders").WithResourcesFolder(_folder.Path)
            .WithReference(builder.AddDaprSharedComponent("pubsub", "pubsub.redis"));

        Assert.Equal(isTold, Warnings(builder).Any(warning => warning.StartsWith("warning DAPRSHARED128: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_subscriptions_to_one_topic()
    {
        var builder = AppHost.Create();
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis");
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
        builder.AddDaprShared("dapr", appId: "orders").WithApp(orders.WithReference(Dapr(builder)))
            .WithReference(builder.AddDaprSharedSubscription("placed", pubsub, "orders", "/orders"))
            .WithReference(builder.AddDaprSharedSubscription("refunds", pubsub, "orders", "/refunds"))
            .WithReference(builder.AddDaprSharedSubscription("payments", pubsub, "payments", "/payments"));

        Assert.Contains(
            "warning DAPRSHARED129: dapr: 'placed' and 'refunds' are to topic 'orders' of 'pubsub', and daprd takes one of them. "
            + "Keep one, with a rule for each of the other routes (WithRule).",
            Warnings(builder));
    }

    [Theory]
    [InlineData("/health", "/health", "the route '/health' is the path where daprd asks the app for its health, which answers 200 to any ")]
    [InlineData("dapr/config", "/health", "the route 'dapr/config' is the path where daprd asks the app for its settings. ")]
    [InlineData("/orders", "/health", null)]
    [InlineData("orders", "/health", null)] // daprd adds the slash
    [InlineData("/health", null, null)]
    public void A_route_that_answers_something_else(string route, string? health, string? mistake)
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("dapr", appId: "orders")
            .WithReference(builder.AddDaprSharedSubscription(
                "placed", builder.AddDaprSharedComponent("pubsub", "pubsub.redis"), "orders", route));
        dapr.WithApp(builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithReference(dapr));
        if (health is not null)
        {
            dapr.WithAppHealthCheck(health);
        }

        var warnings = Warnings(builder);
        Assert.Equal(mistake is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, warning => Assert.StartsWith($"warning DAPRSHARED130: placed: {mistake}", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void A_subscription_of_a_folder_to_a_component_that_is_not_there()
    {
        var builder = AppHost.Create();
        _folder.Write(
            "placed.yaml",
            Document("Subscription", "placed", "pubsubname: pubsbu, topic: orders, routes: {default: /orders}", "", "v2alpha1"));
        builder.AddDaprShared("dapr", appId: "orders").WithResourcesFolder(_folder.Path);

        Assert.Equal(
            [
                $"warning DAPRSHARED039: {_folder.Path}/placed.yaml (placed): 'dapr' has no component 'pubsbu'. "
                + "Refer to the pub/sub component as well.",
            ],
            builder.Diagnostics());
    }

    // On this machine daprd asks for less than the API server, and compares two kinds with their CRDs itself.
    [Theory]
    [InlineData("Component", "s", "version: v1", "v1alpha1", "148", "spec.type is missing; ")]
    [InlineData("Component", "s", "type: state.redis", "v1alpha1", null, "")]
    [InlineData("Component", "a%2Fb", "type: state.redis", "v1alpha1", "147", "daprd passes over the name 'a%2Fb'. ")]
    [InlineData("Subscription", "s", "pubsubname: pubsub, routes: {default: /a}", "v2alpha1", "148", "spec.topic is missing; ")]
    [InlineData("WorkflowAccessPolicy", "s", "rules: [{activities: [{name: a}]}]", "v1alpha1", "148", "spec.rules[0].callers is missing; ")]
    [InlineData("MCPServer", "s", "endpoint: {stdio: {command: a}}", "v1alpha1", null, "")]
    public void A_document_that_daprd_refuses_on_this_machine(
        string kind, string name, string spec, string version, string? code, string message)
    {
        var builder = AppHost.Create();
        _folder.Write("file.yaml", Document(kind, name, spec, "", version));
        builder.AddDaprShared("dapr", appId: "orders").WithResourcesFolder(_folder.Path)
            .WithReference(builder.AddDaprSharedComponent("pubsub", "pubsub.redis"));

        var mistakes = builder.Diagnostics();
        Assert.Equal(code is null ? 0 : 1, mistakes.Count);
        Assert.All(mistakes, mistake =>
        {
            Assert.StartsWith($"error DAPRSHARED{code}: {_folder.Path}/file.yaml ({name}): line ", mistake, StringComparison.Ordinal);
            Assert.Contains(message, mistake, StringComparison.Ordinal);
        });
    }

    private static string Document(string kind, string name, string spec, string rest, string version = "v1alpha1") =>
        $"apiVersion: dapr.io/{version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n{rest}\n";

    private static IResourceBuilder<DaprSharedResource> Dapr(IDistributedApplicationBuilder builder) => builder.AddDaprShared("other");

    private static List<string> Warnings(IDistributedApplicationBuilder builder, Target? target = null) =>
    [
        .. WiringValidator.Validate(Targets.Everywhere(target ?? ThisMachine.Target, [.. builder.Resources]))
            .Select(diagnostic => diagnostic.ToString()),
    ];
}

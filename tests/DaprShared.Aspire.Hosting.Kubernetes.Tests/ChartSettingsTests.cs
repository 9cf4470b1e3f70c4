namespace DaprShared.Hosting.Tests;

/// <summary>What users put into the container's settings.</summary>
public sealed class ChartSettingsTests : ClusterSettingsTests
{
    protected override void AddEnvironment(IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);

    [Theory]
    [InlineData("DAPRD_LOG_LEVEL")]
    [InlineData("STORE_REDISHOST")]
    public async Task What_stands_for_a_value_cannot_be_set_twice(string variable) => Assert.Equal(
        $"error DAPRSHARED071: orders: variable '{variable}' is daprd's own. "
        + "Remove it, and set what it comes from: an option, or the metadata of a component.",
        Assert.Single((await FailAsync(dapr => dapr.WithEnvironment(variable, "x"))).Errors));

    [Fact]
    public async Task Without_a_memory_limit_the_one_of_Go_is_the_users()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithPodSettings(pod => pod with { Resources = new() }).WithEnvironment("GOMEMLIMIT", "500MiB"));

        Assert.Equal("500MiB", chart["values.yaml"].At("config/orders/GOMEMLIMIT"));
    }

    // As an output of a cloud resource and the connection string that is made from it.
    [Fact]
    public async Task References_may_go_in_a_circle()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithEnvironment("QUEUE", ReferenceExpression.Create($"{new CloudResource("queue").Output}")));

        Assert.Contains("QUEUE:", chart.Object("ConfigMap/orders-config"), StringComparison.Ordinal);
    }

    private sealed class CloudResource(string name) : Resource(name), IResourceWithConnectionString
    {
        public CloudOutput Output => new(this);

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Output}");
    }

    private sealed record CloudOutput(CloudResource Resource) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
    {
        public string ValueExpression => "{queue.outputs.endpoint}";

        public IEnumerable<object> References => [Resource];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new("https://queue.example");
    }

    [Fact]
    public async Task An_argument_of_a_user_may_stand_anywhere()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders")
                .WithArgs(context => context.Args.Insert(0, "--app-health-threshold=7"))
                .WithArgs("--app-id-hint={{ mine }}"));

        var arguments = ((List<object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>()
            .ToList();
        Assert.Contains("--app-health-threshold=7", arguments);
        Assert.Contains("--app-id-hint={{`{{`}} mine }}", arguments);
        Assert.Equal(arguments.Count, arguments.DistinctBy(argument => argument.Split('=')[0]).Count());
    }
}

using System.Collections.Immutable;

namespace DaprShared.Hosting.Tests;

/// <summary>Secrets on the developer's machine: in the environment of daprd and of the app, and nowhere else.</summary>
public sealed class LocalSecretsTests
{
    private static readonly string[] Daprds = ["orders-dapr", "billing-dapr"];

    [Fact]
    public async Task No_secret_is_on_a_command_line()
    {
        var builder = AppHost.Create();
        var secrets = SecretModel.Add(builder);

        var started = (await builder.StartAsync(Daprds)).Values.ToList();

        // The headers of a collector are for published daprds alone.
        Assert.Equal(
            [secrets["collector-headers"]],
            secrets.Values.Except(started.SelectMany(each => each.Environment.Values).SelectMany(value => Shown(secrets, value))));
        Assert.Empty(started.SelectMany(each => each.Arguments).SelectMany(argument => Shown(secrets, argument)));
        Assert.All(started, each => Assert.NotEmpty(each.Arguments));
    }

    [Fact]
    public async Task No_secret_is_in_a_file_of_the_container()
    {
        var builder = AppHost.Create();
        var secrets = SecretModel.Add(builder);

        foreach (var daprd in Resources(builder).OfType<DaprSharedResource>())
        {
            var files = await builder.CreateResourceBuilder(daprd).FilesAsync();
            Assert.Contains("resources/pubsub.yaml", files.Keys);
            Assert.Empty(files.Values.SelectMany(text => Shown(secrets, text)));
        }
    }

    [Fact]
    public async Task No_secret_is_a_property_or_a_link_of_a_row_in_the_dashboard()
    {
        var builder = AppHost.Create();
        var secrets = SecretModel.Add(builder);
        await builder.StartAsync(Daprds);

        var properties = (from resource in Resources(builder)
                          where resource is DaprSharedResource or DaprSharedComponentResource
                          let row = resource.Annotations.OfType<ResourceSnapshotAnnotation>().Last().InitialSnapshot
                          from property in row.Properties
                          select $"{resource.Name}: {property.Name} = {property.Value}").ToImmutableArray();

        Assert.Contains("orders-dapr: App-id = orders", properties);
        Assert.Contains(properties, property => property.StartsWith("statestore: ", StringComparison.Ordinal));
        Assert.Empty(properties.SelectMany(property => Shown(secrets, property)));
        Assert.Empty(from resource in Resources(builder)
                     from url in resource.Annotations.OfType<ResourceUrlAnnotation>()
                     from secret in Shown(secrets, url.Url)
                     select secret);
    }

    private static IResource[] Resources(IDistributedApplicationBuilder builder) => [.. builder.Resources];

    private static IEnumerable<string> Shown(Dictionary<string, string> secrets, string text) =>
        secrets.Values.Where(secret => SecretModel.Shows(text, secret));
}

namespace DaprShared.Hosting.Tests;

/// <summary>Images, versions and the control plane, in one place per application.</summary>
public sealed class CommonOptionsTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registry_and_version_hold_for_shared_daprds_added_before_and_after(bool before)
    {
        var builder = AppHost.Create();
        if (before)
        {
            Configure();
        }

        builder.AddDaprShared("orders").WithActors();
        if (!before)
        {
            Configure();
        }

        Assert.Equal(
            [
                "registry.example.com/daprio/daprd:1.17.4",
                "registry.example.com/mirror/placement:1.17.4",
                "registry.example.com/daprio/scheduler:1.17.4",
            ],
            await ImagesAsync(builder, "orders", "dapr-placement", "dapr-scheduler"));

        void Configure() =>
            builder.ConfigureDaprShared(options =>
                (options.Registry, options.Version, options.PlacementImage) = ("registry.example.com", "1.17.4", "mirror/placement"));
    }

    [Fact]
    public async Task What_is_set_on_the_resource_wins_even_when_it_is_the_default()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithImageTag("1.18.3");
        builder.AddDaprShared("b").WithImageRegistry("docker.io");
        builder.AddDaprShared("c").WithImage("mirror/daprd", "1.18.1");
        builder.AddDaprShared("d").WithImageSHA256(Digest["sha256:".Length..]);
        builder.ConfigureDaprShared(options => (options.Registry, options.Version) = ("registry.example.com", "1.19.1"));

        Assert.Equal(
            [
                "registry.example.com/daprio/daprd:1.18.3",
                "docker.io/daprio/daprd:1.19.1",
                "registry.example.com/mirror/daprd:1.18.1",
                $"registry.example.com/daprio/daprd@{Digest}",
            ],
            await ImagesAsync(builder, "a", "b", "c", "d"));
    }

    [Fact]
    public async Task A_digest_pins_the_image_and_the_version_still_decides_which_options_it_knows()
    {
        var builder = AppHost.Create();
        builder.ConfigureDaprShared(options => (options.Version, options.DaprdDigest) = ("1.17.4", Digest));
        var dapr = builder.AddDaprShared("orders").WithOptions(options => options.AppBindingOptionsTimeout = TimeSpan.FromSeconds(1));

        Assert.Contains("DAPRSHARED010: orders: option AppBindingOptionsTimeout", await builder.MistakesAsync(), StringComparison.Ordinal);
        Assert.Equal($"docker.io/daprio/daprd@{Digest}", dapr.Resource.TryGetContainerImageName(out var image) ? image : null);
    }

    [Fact]
    public async Task An_illegal_digest_is_refused()
    {
        var builder = AppHost.Create();
        builder.ConfigureDaprShared(options => options.SchedulerDigest = "1.18.3");
        builder.AddDaprShared("orders");

        Assert.Contains(
            "DAPRSHARED050: ConfigureDaprShared: SchedulerDigest = '1.18.3'.",
            await builder.MistakesAsync(),
            StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string?>> ImagesAsync(IDistributedApplicationBuilder builder, params string[] names)
    {
        await builder.MistakesAsync();
        return names.Select(
            name => builder.Resources.Single(resource => resource.Name == name).TryGetContainerImageName(out var image) ? image : null);
    }
}

namespace DaprShared.Hosting.Tests;

/// <summary>Every kind of app: AppHost lines in, daprd's app channel out.</summary>
public sealed class AppKindTests
{
    public static TheoryData<string, Action<IDistributedApplicationBuilder>> Processes => new()
    {
        {
            "project",
            builder => builder
                .AddProject("app", Path.Combine(AppContext.BaseDirectory, "App.csproj"), options => options.ExcludeLaunchProfile = true)
                .WithHttpEndpoint()
                .WithDaprShared()
        },
        {
            "replicated project",
            builder => builder
                .AddProject("app", Path.Combine(AppContext.BaseDirectory, "App.csproj"), options => options.ExcludeLaunchProfile = true)
                .WithHttpEndpoint()
                .WithReplicas(3)
                .WithDaprShared()
        },
        { "executable", builder => builder.AddExecutable("app", "app", ".").WithHttpEndpoint(targetPort: 8080).WithDaprShared() },
        { "JavaScript", builder => builder.AddExecutable("app", "npm", ".", "run", "dev").WithHttpEndpoint(env: "PORT").WithDaprShared() },
        { "Python", builder => builder.AddExecutable("app", "python", ".", "main.py").WithHttpEndpoint(env: "PORT").WithDaprShared() },
    };

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task A_process_is_called_through_the_tunnel_or_at_the_host(string kind, Action<IDistributedApplicationBuilder> add)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(("aspire.dev.internal", "http"), await ChannelAsync(tunnel: true));
        Assert.Equal(("host.docker.internal", "http"), await ChannelAsync(tunnel: false));

        async Task<(string Host, string Protocol)> ChannelAsync(bool tunnel)
        {
            var builder = AppHost.Create();
            add(builder);
            var daprd = await builder.StartAsync("app-dapr", tunnel);
            var port = builder.Resources.OfType<IResourceWithEndpoints>()
                .Single(resource => resource.Name == "app")
                .GetEndpoint("http").Port;
            Assert.Equal($"{(tunnel ? port + 10000 : port)}", daprd.Value("app-port"));
            return (daprd.Value("app-channel-address")!, daprd.Value("app-protocol")!);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_is_called_by_its_alias_with_the_tunnel_and_without(bool tunnel)
    {
        var builder = AppHost.Create();
        builder.AddContainer("app", "shop/app").WithHttpEndpoint(targetPort: 8080).WithDaprShared();

        var daprd = await builder.StartAsync("app-dapr", tunnel);

        Assert.Equal(("app.dev.internal", "8080"), (daprd.Value("app-channel-address"), daprd.Value("app-port")));
    }

    [Theory]
    [InlineData("api", "8080", "http")]
    [InlineData("grpc", "8081", "grpc")]
    [InlineData("stream", "8082", "h2c")]
    [InlineData("https", "8443", "https")]
    public async Task One_of_several_endpoints_is_chosen_by_its_name(string endpoint, string port, string protocol)
    {
        var builder = AppHost.Create();
        var app = builder.AddContainer("app", "shop/app")
            .WithHttpEndpoint(targetPort: 8080, name: "api")
            .WithHttpEndpoint(targetPort: 8081, name: "grpc")
            .WithHttpEndpoint(targetPort: 8082, name: "stream").WithEndpoint("stream", stream => stream.Transport = "http2")
            .WithHttpsEndpoint(targetPort: 8443);
        builder.AddDaprShared("dapr").WithApp(app, endpoint);

        var daprd = await builder.StartAsync("dapr");

        Assert.Equal((port, protocol), (daprd.Value("app-port"), daprd.Value("app-protocol")));
    }

    [Fact]
    public async Task An_https_only_app_is_called_with_https_and_the_warning_says_so()
    {
        var builder = AppHost.Create();
        builder.AddExecutable("app", "app", ".").WithHttpsEndpoint().WithDaprShared();

        Assert.Contains(
            "warning DAPRSHARED006: app-dapr: app 'app' is called through its endpoint 'https' with protocol https;",
            string.Join('\n', builder.Diagnostics()), StringComparison.Ordinal);
        Assert.Equal("https", (await builder.StartAsync("app-dapr")).Value("app-protocol"));
    }

    [Theory]
    [InlineData("http://shop.example.com:8080", "http", "shop.example.com", "8080")]
    [InlineData("http://shop.example.com", "http", "shop.example.com", "80")]
    [InlineData("https://shop.example.com", "grpcs", "shop.example.com", "443")]
    [InlineData("grpc://10.0.0.7:5000", "grpc", "10.0.0.7", "5000")]
    public async Task A_url_in_a_parameter_is_taken_apart_when_daprd_starts(string url, string protocol, string host, string port)
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:shop-url"] = url;
        var parameter = builder.AddParameter("shop-url");
        builder.AddDaprShared("direct").WithRemoteUrl(parameter, protocol);
        builder.AddDaprShared("service").WithRemoteUrl(builder.AddExternalService("shop", parameter), protocol);

        foreach (var daprd in (await builder.StartAsync(["direct", "service"])).Values)
        {
            Assert.Equal(
                (host, port, protocol),
                (daprd.Value("app-channel-address"), daprd.Value("app-port"), daprd.Value("app-protocol")));
        }
    }

    [Theory]
    [InlineData("shop:8080", "DAPRSHARED011: direct, parameter 'shop-url': 'shop:8080' is not a URL")]
    [InlineData(
        "https://shop",
        "DAPRSHARED049: direct, parameter 'shop-url': the app's URL 'https://shop' has scheme https, but daprd is told to speak http.")]
    public async Task A_wrong_url_in_a_parameter_says_so_when_daprd_starts(string url, string message)
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:shop-url"] = url;
        builder.AddDaprShared("direct").WithRemoteUrl(builder.AddParameter("shop-url"));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => builder.StartAsync("direct"));

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_url_in_a_secret_parameter_is_not_shown()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("direct").WithRemoteUrl(builder.AddParameter("shop-url", "http://shop:80/s3cret", secret: true));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => builder.StartAsync("direct"));

        Assert.Contains("DAPRSHARED011: direct, parameter 'shop-url': '***' is not a URL", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_service_is_an_app_at_a_url()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("dapr").WithRemoteUrl(builder.AddExternalService("shop", "https://shop.example.com/"));

        var daprd = await builder.StartAsync("dapr");

        Assert.Equal(
            ("shop.example.com", "443", "https"),
            (daprd.Value("app-channel-address"), daprd.Value("app-port"), daprd.Value("app-protocol")));
    }

    [Fact]
    public async Task An_external_service_with_a_path_or_another_scheme_is_refused()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("path").WithRemoteUrl(builder.AddExternalService("a", "https://shop.example.com/api/"));
        builder.AddDaprShared("scheme").WithRemoteUrl(builder.AddExternalService("b", "https://shop.example.com/"), "grpc");

        var mistakes = await builder.MistakesAsync();

        Assert.Contains("DAPRSHARED011: path: 'https://shop.example.com/api/'", mistakes, StringComparison.Ordinal);
        Assert.Contains(
            "DAPRSHARED049: scheme: the app's URL 'https://shop.example.com/' has scheme https, but daprd is told to speak grpc.",
            mistakes,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_ids_that_differ_from_resource_names_are_found_and_a_changed_internal_port_follows()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("checkout-runtime", appId: "checkout")
            .WithOptions(options => options.DaprInternalGrpcPort = 50102);

        var configuration = ManifestYaml.Write(DaprObjects.LocalConfiguration(ResolvedDaprd.Of(dapr.Resource).Daprd));

        Assert.Equal("{appid}-dapr:50102", configuration.At("spec/nameResolution/configuration/format"));
        Assert.Contains("--dapr-internal-grpc-port=50102", (await builder.StartAsync("checkout-runtime")).Arguments);
        Assert.Equal("checkout-dapr", Assert.Single(dapr.Resource.Annotations.OfType<ContainerNetworkAliasAnnotation>()).Alias);
    }
}

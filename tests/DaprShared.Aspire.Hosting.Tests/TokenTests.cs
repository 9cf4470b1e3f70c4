namespace DaprShared.Hosting.Tests;

/// <summary>The token of the Dapr API, and the token of the app.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_parameter_takes_the_place_of_the_generated_token()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:shop-token"] = "t0ken";
        builder.AddProcess("orders", "http").WithDaprShared(dapr => dapr.WithApiToken(builder.AddParameter("shop-token", secret: true)));

        Assert.All(
            (await builder.StartAsync(["orders", "orders-dapr"])).Values,
            started => Assert.Equal("t0ken", started.Environment["DAPR_API_TOKEN"]));
    }

    [Fact]
    public async Task Without_a_token_nobody_has_one_and_publishing_warns()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr").WithoutApiToken();
        builder.AddProcess("orders", "http").WithReference(dapr);

        Assert.All(
            (await builder.StartAsync(["orders", "orders-dapr"])).Values,
            started => Assert.DoesNotContain("DAPR_API_TOKEN", started.Environment.Keys));
        Assert.Contains(
            Validator.Validate(ResolvedDaprd.Of(dapr.Resource).Daprd, DaprdMode.Kubernetes),
            mistake => mistake.Rule == DiagnosticRules.TokenOff);
    }

    [Fact]
    public async Task The_app_and_its_daprd_share_a_generated_app_token_and_other_apps_do_not_have_it()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http");
        var dapr = builder.AddDaprShared("orders-dapr").WithApp(orders).WithAppToken();
        builder.AddProcess("client", "http").WithReference(dapr);

        var started = await builder.StartAsync(["orders", "orders-dapr", "client"]);
        var token = started["orders-dapr"].Environment["APP_API_TOKEN"];

        Assert.True(token.Length >= 32);
        Assert.Equal(token, started["orders"].Environment["APP_API_TOKEN"]);
        Assert.DoesNotContain("APP_API_TOKEN", started["client"].Environment.Keys);
        Assert.NotEqual(token, started["client"].Environment["DAPR_API_TOKEN"]);
    }

    [Fact]
    public async Task Without_a_call_there_is_no_app_token()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "http").WithDaprShared();

        Assert.All(
            (await builder.StartAsync(["orders", "orders-dapr"])).Values,
            started => Assert.DoesNotContain("APP_API_TOKEN", started.Environment.Keys));
    }

    [Fact]
    public async Task A_token_that_is_not_secret_is_refused()
    {
        var builder = AppHost.Create();
        var plain = builder.AddParameter("plain", "t0ken");
        builder.AddDaprShared("a").WithApiToken(plain).WithAppToken(plain);

        var mistakes = await builder.MistakesAsync();

        Assert.Contains("DAPRSHARED048: a: the token 'plain' of WithApiToken", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED048: a: the token 'plain' of WithAppToken", mistakes, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_a_component_that_is_no_secret_parameter_is_refused()
    {
        var builder = AppHost.Create();
        var plain = builder.AddParameter("plain", "p4ssword");
        builder.AddDaprShared("a").WithoutApiToken().WithReference(builder.AddDaprSharedComponent("store", "state.redis")
            .WithSecretMetadata("redisPassword", plain)
            .WithMetadata("redisUsername", plain));

        Assert.Equal(
            "error DAPRSHARED048: store: metadata 'redisPassword' of WithSecretMetadata is the parameter 'plain', "
            + "which is shown in the dashboard and published as plain text. "
            + "Declare it with AddParameter(name, secret: true), or use WithMetadata.",
            await builder.MistakesAsync());
    }
}

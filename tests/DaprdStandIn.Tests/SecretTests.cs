using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapr;

namespace DaprdStandIn.Tests;

public class SecretTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_a_variable_behind_the_prefix_and_never_one_of_daprds_own()
    {
        await using var daprd = await StartAsync("");

        Assert.Equal("""{"PW":"secret"}""", await daprd.Http.GetStringAsync("/v1.0/secrets/keys/PW", Cancellation));
        Assert.Equal("""{"NOPE":""}""", await daprd.Http.GetStringAsync("/v1.0/secrets/keys/NOPE", Cancellation));
        Assert.Equal("secret", (await daprd.Client.GetSecretAsync("keys", "PW", cancellationToken: Cancellation))["PW"]);
        Assert.False(Secrets.SecretStores.IsAllowed("DAPR_API_TOKEN") || Secrets.SecretStores.IsAllowed("app_api_token"));
    }

    [Theory]
    [InlineData("defaultAccess: deny", "PW", "{}")]
    [InlineData("allowedSecrets: [OTHER]", "PW", """{"OTHER":{"OTHER":"other"}}""")]
    public async Task A_scope_hides_what_it_does_not_allow(string scope, string denied, string all)
    {
        await using var daprd = await StartAsync($"secrets: {{ scopes: [ {{ storeName: keys, {scope} }} ] }}");

        using var response = await daprd.Http.GetAsync("/v1.0/secrets/keys/" + denied, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal(
            ("ERR_PERMISSION_DENIED", "access denied by policy to get \"PW\" from \"keys\""),
            ((string?)error!["errorCode"], (string?)error["message"]));
        Assert.Equal(all, await daprd.Http.GetStringAsync("/v1.0/secrets/keys/bulk", Cancellation));
        await Assert.ThrowsAsync<DaprException>(() => daprd.Client.GetSecretAsync("keys", denied, cancellationToken: Cancellation));
    }

    private static Task<RunningDaprd> StartAsync(string spec) => RunningDaprd.StartAsync(
        resources:
        [
            Manifests.Component("keys", "secretstores.local.env", """
                  metadata:
                  - name: prefix
                    value: KEY_
                """),
        ],
        configuration: $"""
            kind: Configuration
            spec:
              {spec}
            """,
        variables: new() { ["KEY_PW"] = "secret", ["KEY_OTHER"] = "other" });
}

namespace DaprShared.Hosting.Tests;

/// <summary>daprd takes an encryption key from a secret store only, and would write plain text without a word otherwise.</summary>
public sealed class EncryptedStateTests
{
    [Fact]
    public async Task Locally_the_key_comes_through_a_store_that_shows_the_app_nothing()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:key"] = "secret-key";
        var dapr = builder.AddDaprShared("orders").WithReference(Store(builder));

        var (daprd, files) = (await builder.StartAsync("orders"), await dapr.FilesAsync());

        Assert.Equal("secret-key", daprd.Environment["STATE_KEY_STATESTORE_PRIMARYENCRYPTIONKEY"]);
        Assert.Equal("dapr-shared-keys", files["resources/statestore.yaml"].At("auth/secretStore"));
        Assert.Equal("STATESTORE_PRIMARYENCRYPTIONKEY", files["resources/statestore.yaml"].At("spec/metadata/1/secretKeyRef/name"));
        Assert.Equal("secretstores.local.env", files["resources/dapr-shared-keys.yaml"].At("spec/type"));
        Assert.Equal("STATE_KEY_", files["resources/dapr-shared-keys.yaml"].At("spec/metadata/0/value"));
        Assert.Equal("dapr-shared-keys", files["config/config.yaml"].At("spec/secrets/scopes/0/storeName"));
        Assert.Equal("deny", files["config/config.yaml"].At("spec/secrets/scopes/0/defaultAccess"));
    }

    [Fact]
    public async Task In_a_cluster_daprd_may_get_the_Secret_of_the_key_and_nothing_else()
    {
        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders").WithReference(Store(builder)));

        var role = files.Object("Role/orders-daprd");
        Assert.Equal("statestore-keys", files.Object("Component/statestore").At("spec/metadata/1/secretKeyRef/name"));
        Assert.Equal("primaryEncryptionKey", files.Object("Component/statestore").At("spec/metadata/1/secretKeyRef/key"));
        Assert.Equal("statestore-keys", role.At("rules/0/resourceNames/0"));
        Assert.Equal("get", role.At("rules/0/verbs/0"));
        Assert.Null(role.At("rules/1"));
        Assert.Equal("true", files.Object("DaemonSet/orders-dapr").At("spec/template/spec/automountServiceAccountToken"));
        Assert.Contains("- --disable-builtin-k8s-secret-store=false\n", files.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
        Assert.Contains(
            "from Secret statestore-keys, a key per metadata item: primaryEncryptionKey.",
            files["dapr-shared/README.md"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_literal_key_is_an_error()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("primaryEncryptionKey", "abc"));

        var error = Assert.Single(builder.Diagnostics(), mistake => mistake.StartsWith("error", StringComparison.Ordinal));
        Assert.StartsWith("error DAPRSHARED113: statestore: metadata 'primaryEncryptionKey' is a literal", error, StringComparison.Ordinal);
    }

    private static IResourceBuilder<DaprSharedComponentResource> Store(IDistributedApplicationBuilder builder) =>
        builder.AddDaprSharedComponent("statestore", "state.redis")
            .WithMetadata("redisHost", "redis:6379")
            .WithSecretMetadata("primaryEncryptionKey", builder.AddParameter("key", secret: true));
}

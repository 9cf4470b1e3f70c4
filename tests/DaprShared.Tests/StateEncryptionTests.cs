using System.Text.Json.Nodes;
using Xunit;

namespace DaprShared.Tests;

/// <summary>A state store is encrypted, or somebody says that it would not be.</summary>
public class StateEncryptionTests
{
    private static readonly SharedDaprd Orders = new()
    {
        AppId = "orders",
        Resources =
        [
            DaprObjects.Component(new()
            {
                Name = "statestore",
                Type = "state.redis",
                SecretStore = StateEncryption.Store,
                Metadata = [new("primaryEncryptionKey", Secret: StateEncryption.Reference("STATESTORE_PRIMARYENCRYPTIONKEY"))],
            }),
        ],
    };

    [Fact]
    public void Outside_a_cluster_a_key_comes_through_a_store_of_its_own()
    {
        Assert.Equal("STATE_KEY_STATESTORE_PRIMARYENCRYPTIONKEY", StateEncryption.Variable("STATESTORE_PRIMARYENCRYPTIONKEY"));
        Assert.Equal(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
            auth:
              secretStore: dapr-shared-keys
            spec:
              metadata:
              - name: primaryEncryptionKey
                secretKeyRef:
                  name: STATESTORE_PRIMARYENCRYPTIONKEY
                  key: STATESTORE_PRIMARYENCRYPTIONKEY
              type: state.redis
              version: v1
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: dapr-shared-keys
            spec:
              metadata:
              - name: prefix
                value: STATE_KEY_
              type: secretstores.local.env
              version: v1

            """.ReplaceLineEndings("\n"),
            ManifestYaml.WriteAll([.. Orders.Resources, .. DaprObjects.Generated(Orders, DaprdMode.Standalone)]));
    }

    [Fact]
    public void The_app_can_read_none_of_them() => Assert.Equal(
        """{"scopes":[{"storeName":"dapr-shared-keys","defaultAccess":"deny"}]}""",
        DaprObjects.LocalConfiguration(Orders).Spec["secrets"]!.ToJsonString());

    [Fact]
    public void Scopes_of_the_author_stand_beside_it()
    {
        DaprConfiguration configuration = new()
        {
            Name = "shop",
            Spec = YamlReader.ReadMapping("secrets: { scopes: [{ storeName: vault }] }"),
        };

        Assert.Equal(
            ["dapr-shared-keys", "vault"],
            from scope in (JsonArray)DaprObjects.LocalConfiguration(DaprObjects.LocalConfiguration(Orders),
                configuration).Spec["secrets"]!["scopes"]!
            select (string?)scope!["storeName"]);
    }

    [Fact]
    public void Whoever_encrypts_nothing_gets_no_store()
    {
        var daprd = Orders with { Resources = [DaprObjects.Component(new() { Name = "statestore", Type = "state.redis" })] };

        Assert.Empty(DaprObjects.Generated(daprd, DaprdMode.Standalone));
        Assert.Null(DaprObjects.LocalConfiguration(daprd).Spec["secrets"]);
    }

    [Fact]
    public void In_a_cluster_there_is_no_such_store() => Assert.Empty(DaprObjects.Generated(Orders, DaprdMode.Kubernetes));

    [Theory]
    [InlineData("state.redis", "primaryEncryptionKey", "value: 00ff", "a literal")]
    [InlineData("state.redis", "secondaryEncryptionKey", "envRef: KEY", "read by envRef")]
    [InlineData("State.Redis", "primaryEncryptionKey", "value: ''", "a literal")]
    [InlineData("state.redis", "primaryEncryptionKey", "secretKeyRef: { name: keys, key: one }", null)]
    [InlineData("pubsub.redis", "primaryEncryptionKey", "value: '1'", null)] // not a key of daprd's
    [InlineData("state.redis", "redisHost", "value: redis:6379", null)]
    public void A_key_that_daprd_would_ignore_is_an_error(string type, string name, string value, string? how)
    {
        List<Diagnostic> mistakes = [];
        var document = DaprFile.Parse("resources/store.yaml", $$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: { name: statestore }
            spec: { type: {{type}}, version: v1, metadata: [{ name: {{name}}, {{value}} }] }
            """, mistakes).Documents[0];

        Assert.Equal(
            how is null ? [] :
            [
                $"error DAPRSHARED113: resources/store.yaml (statestore): metadata '{name}' is {how}; daprd takes a key only by "
                    + "secretKeyRef, and "
                    + "would write the state in plain text. Keep the key in a Secret: secretKeyRef in a file, WithSecretMetadata in an "
                        + "AppHost.",
            ],
            DocumentValidator.Validate(document, DaprdMode.Standalone, Orders).Select(mistake => mistake.ToString()));
    }

    [Theory]
    [InlineData("00ff", null)]
    [InlineData(null, "KEY")]
    public void So_it_is_in_the_model(string? value, string? variable)
    {
        DaprComponent component = new() { Name = "store", Type = "state.redis", Metadata = [new("primaryEncryptionKey", value, variable)] };

        Assert.Contains(
            "DAPRSHARED113 in Metadata",
            ObjectValidator.Validate(component, DaprdMode.Standalone).Select(mistake => $"{mistake.Rule.Code} in {mistake.Member}"));
    }
}

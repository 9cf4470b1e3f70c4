using Xunit;

namespace DaprShared.Tests;

public class DaprObjectsTests
{
    [Fact]
    public void A_component_reads_so() => Assert.Equal(
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        scopes:
        - basket
        - orders
        auth:
          secretStore: kubernetes
        spec:
          metadata:
          - name: redisHost
            value: redis:6379
          - name: redisDB
            value: "0"
          - name: redisPassword
            secretKeyRef:
              name: redis-secret
              key: password
          - name: redisUsername
            envRef: REDIS_USER
          type: state.redis
          version: v1

        """.ReplaceLineEndings("\n"),
        ManifestYaml.Write(DaprObjects.Component(new()
        {
            Name = "statestore",
            Type = "state.redis",
            Scopes = ["orders", "basket"],
            Metadata =
            [
                new("redisHost", "redis:6379"),
                new("redisDB", "0"),
                new("redisPassword", Secret: new("redis-secret", "password")),
                new("redisUsername", EnvironmentVariable: "REDIS_USER"),
            ],
        })));

    [Fact]
    public void A_component_without_metadata_still_has_the_list_that_the_CRD_requires() => Assert.Equal(
        """{"type":"pubsub.in-memory","version":"v1","ignoreErrors":true,"metadata":[]}""",
        DaprObjects.Component(new() { Name = "pubsub", Type = "pubsub.in-memory", IgnoreErrors = true }).Spec.ToJsonString());

    [Fact]
    public void Local_daprds_find_each_other_by_the_alias_of_their_containers() => Assert.Equal(
        "{appid}-dapr:50002",
        (string?)DaprObjects.LocalConfiguration(new() { AppId = "orders" }).Spec["nameResolution"]!["configuration"]!["format"]);
}

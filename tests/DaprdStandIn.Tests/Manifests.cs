namespace DaprdStandIn.Tests;

/// <summary>The resources that several tests share.</summary>
internal static class Manifests
{
    public const string StateStore = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.in-memory
          version: v1
        """;

    public const string PubSub = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.in-memory
          version: v1
        """;

    public const string DeclarativeSubscription = """
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata:
          name: orders
        spec:
          pubsubname: pubsub
          topic: orders
          routes:
            default: /orders
        scopes:
        - orders
        """;

    public static string Component(string name, string type, string rest = "") =>
        StateStore.Replace("name: statestore", "name: " + name, StringComparison.Ordinal)
            .Replace("type: state.in-memory", "type: " + type, StringComparison.Ordinal) + "\n" + rest;

    public static string ActorStateStore(string type = "state.in-memory", string metadata = "") => Component("actorstore", type, $"""
          metadata:
          - name: actorStateStore
            value: "true"
        {metadata}
        """);

    public static string NameFormat(string format) => $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: config
        spec:
          nameResolution:
            component: nameformat
            version: v1
            configuration:
              format: "{{format}}"
        """;
}

namespace DaprShared.Tests.Doctor;

/// <summary>Faults between a daprd, its Services, its app and Dapr's documents.</summary>
internal static class NeighbourFaults
{
    private const string Workload = "DaemonSet shop/orders-dapr", App = "Deployment shop/orders";

    private const string Token = """
                - name: DAPR_API_TOKEN
                  valueFrom: {secretKeyRef: {name: orders-dapr-token, key: token}}

        """;

    private const string ThroughApi = "        - {name: DAPR_HTTP_ENDPOINT, value: \"http://orders-dapr-api:3500\"}\n";

    private const string AnotherDaprd = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: basket-dapr, namespace: shop}
        spec:
          selector: {matchLabels: {app: basket-dapr}}
          template:
            metadata:
              labels: {app: orders-dapr}
              annotations: {dapr.io/app-id: basket}
            spec:
              containers:
              - name: daprd
                image: daprio/daprd:1.18.3
                command: [/daprd, --mode, kubernetes, --app-id, basket, --enable-mtls, --dapr-block-shutdown-duration, 5s]
                env:
                - {name: DAPR_CONTROLPLANE_NAMESPACE, value: dapr-system}
                - {name: DAPR_CONTROLPLANE_TRUST_DOMAIN, value: cluster.local}
                - {name: DAPR_TRUST_ANCHORS, value: PEM}
                - {name: DAPR_API_TOKEN, valueFrom: {secretKeyRef: {name: orders-dapr-token, key: token}}}
                resources: {limits: {memory: 1Gi}}
              volumes:
              - projected: {sources: [{serviceAccountToken: {audience: "spiffe://cluster.local/ns/dapr-system/dapr-sentry"}}]}

        """;

    private static string Secret(string name, string data) =>
        $"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: shop}}\n{data}\n";

    public static Fault[] All { get; } =
    [
        // Services.
        new("003", "Deployment shop/basket-dapr, spec.template.spec.containers[daprd].args[--app-id]: app-id 'orders' is that of "
            + $"{Workload} too.",
            ("", AnotherDaprd.Replace("basket,", "orders,", StringComparison.Ordinal).Replace("{app: orders-dapr}", "{app: basket-dapr}")
                .Replace("app-id: basket", "app-id: orders", StringComparison.Ordinal))),
        new("004",
            "Deployment shop/mail, spec.template.metadata.annotations[dapr.io/app-id]: app-id 'orders' has a sidecar here and a shared "
                + "daprd in "
                + $"{Workload}.",
            ("dapr.io/app-id: mail", "dapr.io/app-id: orders")),
        new("167", "Service shop/orders-dapr-api, spec.internalTrafficPolicy: no Service of DaemonSet 'orders-dapr' keeps calls on the "
            + "node.",
            ("  internalTrafficPolicy: Local\n", "")),
        new("179",
            $"Service shop/orders-dapr-api, spec.selector: it takes the pods of {Workload} and Deployment shop/basket-dapr.",
            ("", AnotherDaprd))
        {
            Also = ["195"],
        },
        new("181", $"{Workload}, spec.template.spec.containers[daprd].args[--dapr-listen-addresses]: no NetworkPolicy has the pods of "
            + "daprd 'orders'.",
            ("podSelector: {matchLabels: {app: orders-dapr}}", "podSelector: {matchLabels: {app: orders}}")),
        new("187", "Service shop/orders-dapr-api, spec.ports[dapr-http].targetPort: port 'dapr-http' leads to 3600, and daprd 'orders' "
            + "listens on 3500, 3501, 9090, 50001, 50002.",
            ("targetPort: 3500", "targetPort: 3600")),
        new("195", "Service shop/orders-dapr-peers, metadata.name: no Service 'orders-dapr' leads to daprd 'orders'.",
            ("kind: Service\nmetadata: {name: orders-dapr,", "kind: Service\nmetadata: {name: orders-dapr-peers,")),
        new("196", "Service shop/orders-dapr, spec.clusterIP: the Service is not headless.", ("  clusterIP: None\n", "")),
        new("191", "Deployment shop/orders-dapr, spec.replicas: no PodDisruptionBudget has the 2 daprds.",
            ("kind: DaemonSet", "kind: Deployment"), ("  selector:\n    matchLabels:", "  replicas: 2\n  selector:\n    matchLabels:"),
            ("  internalTrafficPolicy: Local\n", "")),

        // Tokens.
        new("168",
            $"{App}, spec.template.spec.containers[orders].env[DAPR_API_TOKEN]: it calls daprd 'orders', which asks for a token, and has "
                + "no "
                + "DAPR_API_TOKEN.",
            (ThroughApi + Token, ThroughApi)),
        new("168",
            $"{App}, spec.template.spec.containers[orders].env[DAPR_API_TOKEN]: its DAPR_API_TOKEN is another one than that of daprd "
                + "'orders', which it calls.",
            (ThroughApi + Token, ThroughApi + Token.Replace("orders-dapr-token", "other", StringComparison.Ordinal)),
            ("", Secret("orders-dapr-token", "data: {token: b25l}")), ("", Secret("other", "stringData: {token: two}"))),
        new("168",
            $"{Workload}, spec.template.spec.containers[daprd].env[APP_API_TOKEN]: container 'orders' of {App}, which daprd calls, asks "
                + "for "
                + "APP_API_TOKEN, and daprd sends none.",
            (ThroughApi, ThroughApi + Token.Replace("DAPR_API", "APP_API", StringComparison.Ordinal))),
        new("169",
            $"{App}, spec.template.spec.containers[orders].env[DAPR_API_TOKEN]: it has DAPR_API_TOKEN, and daprd 'orders', which it calls, "
                + "asks "
                + "for none.",
            (Token + "        livenessProbe", "        livenessProbe"))
        {
            Also = ["017"],
        },
        new("169",
            "Secret shop/orders-dapr-token, data[app-api-token]: the Secret has 'app-api-token', and nothing gives it to daprd 'orders'.",
            ("", Secret("orders-dapr-token", "data: {token: A, app-api-token: B}"))),
        new("177", $"{App}, spec.template.spec.containers[orders].env[DAPR_API_TOKEN]: variable DAPR_API_TOKEN has its value in the "
            + "manifest.",
            (ThroughApi + Token, ThroughApi + "        - {name: DAPR_API_TOKEN, value: s3cr3t}\n")),

        // Dapr's documents.
        new("034", "Component shop/pubsub, metadata.name: it is there twice: in shop.yaml, line 118, too.",
            ("metadata: {name: statestore", "metadata: {name: pubsub")),
        new("039", "Subscription shop/placed, spec.pubsubname: it names 'pubsub', and daprd 'orders' is not in that component's scopes.",
            ("scopes: [orders, mail]", "scopes: [mail]")),
        new("039", "Subscription shop/placed, spec.pubsubname: it names 'pubsup', and no component of daprd 'orders' has that name.",
            ("pubsubname: pubsub", "pubsubname: pubsup")),
        new("174", "Component shop/statestore, auth.secretStore: it names 'vault', and no component of daprd 'orders' has that name.",
            ("scopes: [orders]\n---\napiVersion: dapr.io/v1alpha1\nkind: Conf",
                "auth: {secretStore: vault}\nscopes: [orders]\n---\napiVersion: dapr.io/v1alpha1\nkind: Conf")),
        new("175", "Component shop/other, spec.metadata: daprd 'orders' has 'statestore' as its actor state store too.",
            ("", """
                apiVersion: dapr.io/v1alpha1
                kind: Component
                metadata: {name: other, namespace: shop}
                spec:
                  type: state.redis
                  version: v1
                  metadata:
                  - {name: actorStateStore, value: "true"}
                scopes: [orders]

                """)),
        new("176",
            $"{Workload}, spec.template.spec.containers[daprd].args[--enable-app-health-check]: nothing keeps messages of 'pubsub' while "
                + "the app "
                + "is stopped, restarted or scaled to zero.",
            ("        - --enable-app-health-check=true\n", "")),
        new("112",
            "Resiliency shop/patience, spec.targets.components.pubsub: the target 'pubsub' has no inbound retry, so daprd 'orders' loses "
                + "its "
                + "messages while the app is away.",
            ("        - --enable-app-health-check=true\n", ""), ("", """
                apiVersion: dapr.io/v1alpha1
                kind: Resiliency
                metadata: {name: patience, namespace: shop}
                spec:
                  policies: {timeouts: {short: 2s}}
                  targets: {components: {pubsub: {outbound: {timeout: short}}}}
                scopes: [orders]

                """)),
        new("145", "Component shop/tick, spec.type: type 'bindings.cron' fires in each daprd of 'orders', and there is one on every node.",
            ("", """
                apiVersion: dapr.io/v1alpha1
                kind: Component
                metadata: {name: tick, namespace: shop}
                spec:
                  type: bindings.cron
                  version: v1
                  metadata:
                  - {name: schedule, value: "@every 5m"}
                scopes: [orders]

                """)),
        new("035", "Component shop/pubsub, spec.metadata[redisPassword]: metadata 'redisPassword' is a literal that everybody who may read "
            + "the file or the object can read.",
            ("  - {name: redisHost, value: \"redis:6379\"}\nscopes", "  - {name: redisPassword, value: s3cr3t}\nscopes")),
        new("146", "Component shop/statestore, spec.initTimout: Component has no field spec.initTimout.",
            ("  type: state.redis\n", "  type: state.redis\n  initTimout: 5s\n")),
    ];
}

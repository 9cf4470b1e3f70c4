using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>Manifests in which nothing is wrong: a DaemonSet of shared daprds, its app, and an app with a sidecar.</summary>
internal static class Shop
{
    public const string Daprd = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: orders-dapr
          namespace: shop
        spec:
          selector:
            matchLabels:
              app: orders-dapr
          updateStrategy:
            rollingUpdate:
              maxSurge: 1
              maxUnavailable: 0
          template:
            metadata:
              labels:
                app: orders-dapr
              annotations:
                dapr.io/app-id: orders
                dapr.io/config: tracing
            spec:
              serviceAccountName: orders-daprd
              terminationGracePeriodSeconds: 35
              containers:
              - name: daprd
                image: daprio/daprd:1.18.3
                args:
                - /daprd
                - --mode=kubernetes
                - --app-id=orders
                - --app-channel-address=orders
                - --app-port=80
                - --enable-app-health-check=true
                - --config=tracing
                - --dapr-http-port=3500
                - --dapr-grpc-port=50001
                - --dapr-internal-grpc-port=50002
                - --dapr-public-port=3501
                - --control-plane-address=dapr-api.dapr-system.svc.cluster.local:443
                - --sentry-address=dapr-sentry.dapr-system.svc.cluster.local:443
                - --placement-host-address=dapr-placement-server.dapr-system.svc.cluster.local:50005
                - --scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443
                - --enable-mtls=true
                - --dapr-block-shutdown-duration=5s
                env:
                - name: DAPR_CONTROLPLANE_NAMESPACE
                  value: dapr-system
                - name: DAPR_CONTROLPLANE_TRUST_DOMAIN
                  value: cluster.local
                - name: DAPR_TRUST_ANCHORS
                  valueFrom: {configMapKeyRef: {name: dapr-trust-bundle, key: ca.crt}}
                - name: DAPR_API_TOKEN
                  valueFrom: {secretKeyRef: {name: orders-dapr-token, key: token}}
                livenessProbe:
                  tcpSocket: {port: 3501}
                readinessProbe:
                  httpGet: {path: /v1.0/healthz/outbound, port: 3501}
                resources:
                  requests: {cpu: 100m, memory: 250Mi}
                  limits: {memory: 1000Mi}
              volumes:
              - name: dapr-identity-token
                projected:
                  sources:
                  - serviceAccountToken:
                      audience: spiffe://cluster.local/ns/dapr-system/dapr-sentry
                      path: token

        """;

    public const string Services = """
        apiVersion: v1
        kind: Service
        metadata: {name: orders-dapr, namespace: shop}
        spec:
          clusterIP: None
          selector: {app: orders-dapr}
          ports:
          - {name: dapr-internal, port: 50002}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: orders-dapr-api, namespace: shop}
        spec:
          internalTrafficPolicy: Local
          selector: {app: orders-dapr}
          ports:
          - {name: dapr-http, port: 3500, targetPort: 3500}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: orders-dapr, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: orders-dapr}}

        """;

    public const string App = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, namespace: shop}
        spec:
          selector: {matchLabels: {app: orders}}
          template:
            metadata:
              labels: {app: orders}
            spec:
              containers:
              - name: orders
                image: shop/orders:1
                env:
                - {name: DAPR_HTTP_ENDPOINT, value: "http://orders-dapr-api:3500"}
                - name: DAPR_API_TOKEN
                  valueFrom: {secretKeyRef: {name: orders-dapr-token, key: token}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: orders, namespace: shop}
        spec:
          selector: {app: orders}
          ports:
          - {port: 80, targetPort: 8080}

        """;

    public const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub, namespace: shop}
        spec:
          type: pubsub.redis
          version: v1
          metadata:
          - {name: redisHost, value: "redis:6379"}
        scopes: [orders, mail]
        ---
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata: {name: placed, namespace: shop}
        spec:
          pubsubname: pubsub
          topic: placed
          routes: {default: /placed}
        scopes: [orders]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: statestore, namespace: shop}
        spec:
          type: state.redis
          version: v1
          metadata:
          - {name: redisHost, value: "redis:6379"}
          - {name: actorStateStore, value: "true"}
        scopes: [orders]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: {name: tracing, namespace: shop}
        spec:
          tracing: {samplingRate: "1"}

        """;

    public const string Sidecar = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: mail
          namespace: shop
        spec:
          selector: {matchLabels: {app: mail}}
          template:
            metadata:
              labels: {app: mail}
              annotations:
                dapr.io/enabled: "true"
                dapr.io/app-id: mail
                dapr.io/app-port: "8080"
                dapr.io/log-level: info
                dapr.io/sidecar-memory-limit: 500Mi
                dapr.io/sidecar-image: daprio/daprd:1.18.3
            spec:
              containers:
              - name: mail
                image: shop/mail:1

        """;

    /// <summary>Gets all of it, as one file of several documents.</summary>
    public static string Text { get; } = string.Join("---\n", Daprd, Services, App, Resources, Sidecar);

    /// <summary>Examines a text.</summary>
    public static Report Examine(string text, string? controlPlane = "1.18.3")
    {
        List<Diagnostic> mistakes = [];
        var objects = ManifestReader.Read("shop.yaml", text, mistakes);
        Assert.Empty(mistakes);
        return Examination.Of(objects, controlPlane);
    }

    /// <summary>Returns the findings, each as <c>code kind namespace/name, field: message</c>.</summary>
    public static string[] Findings(string text, string? controlPlane = "1.18.3") =>
        [.. Examine(text, controlPlane).Findings.Select(Show)];

    public static string Show(Finding finding) => $"{finding.Rule.Code} {finding.Object}, {finding.Field}: {finding.Message}";
}

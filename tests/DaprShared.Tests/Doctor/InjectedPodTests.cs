using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>A pod as the cluster has it, after the injector of Dapr 1.18.3 added daprd.</summary>
public sealed class InjectedPodTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: mail-7c9d5d6c4b-x2x5q
          namespace: shop
          labels: {app: mail, dapr.io/app-id: mail, dapr.io/sidecar-injected: "true", dapr.io/metrics-enabled: "true"}
          annotations: {dapr.io/enabled: "true", dapr.io/app-id: mail, dapr.io/app-port: "8080", dapr.io/config: tracing}
        spec:
          containers:
          - name: mail
            image: shop/mail:1
            env: [{name: DAPR_HTTP_PORT, value: "3500"}, {name: DAPR_GRPC_PORT, value: "50001"}, {name: APP_PROTOCOL, value: http}]
          - name: daprd
            image: ghcr.io/dapr/daprd:1.18.3
            args: ["/daprd", "--dapr-http-port", "3500", "--dapr-grpc-port", "50001", "--dapr-internal-grpc-port", "50002",
              "--dapr-listen-addresses", "[::1],127.0.0.1", "--dapr-public-port", "3501", "--app-id", "mail", "--app-protocol", "http",
              "--log-level", "info", "--dapr-graceful-shutdown-seconds", "-1", "--mode", "kubernetes",
              "--control-plane-address", "dapr-api.dapr-system.svc.cluster.local:443",
              "--sentry-address", "dapr-sentry.dapr-system.svc.cluster.local:443", "--app-port", "8080",
              "--enable-metrics", "--metrics-port", "9090", "--config", "tracing",
              "--placement-host-address", "dapr-placement-server.dapr-system.svc.cluster.local:50005", "--enable-mtls",
              "--app-max-concurrency", "-1", "--dapr-http-max-request-size", "-1",
              "--scheduler-host-address", "dapr-scheduler-server-a.dapr-system.svc.cluster.local:443"]
            env:
            - {name: NAMESPACE, value: shop}
            - {name: DAPR_TRUST_ANCHORS, value: "-----BEGIN CERTIFICATE-----"}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: DAPR_CONTROLPLANE_NAMESPACE, value: dapr-system}
            - {name: DAPR_CONTROLPLANE_TRUST_DOMAIN, value: cluster.local}
            readinessProbe: {httpGet: {path: /v1.0/healthz, port: 3501}, initialDelaySeconds: 1, periodSeconds: 1}
            livenessProbe: {tcpSocket: {port: 3501}, initialDelaySeconds: 180}
            volumeMounts: [{name: dapr-identity-token, mountPath: /var/run/secrets/dapr.io/sentrytoken, readOnly: true}]
          volumes:
          - name: dapr-identity-token
            projected:
              sources: [{serviceAccountToken: {audience: "spiffe://cluster.local/ns/dapr-system/dapr-sentry", path: token}}]
        """;

    [Fact]
    public void Nothing_is_wrong_with_it_but_that_nobody_gave_it_resources()
    {
        var report = Shop.Examine(Pod);

        Assert.Equal(
            ["DAPRSHARED178 Pod shop/mail-7c9d5d6c4b-x2x5q, spec.containers[daprd].resources: the container has no resources."],
            report.Findings.Select(Shop.Show));
        Assert.Equal((0, 1), (report.SharedDaprds, report.Sidecars));
    }
}

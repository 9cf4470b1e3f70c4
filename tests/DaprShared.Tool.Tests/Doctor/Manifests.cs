namespace DaprShared.Tool.Tests.Doctor;

/// <summary>Manifests of the official chart's kind, in own words: the faults are the same.</summary>
internal static class Manifests
{
    public const string Faulty = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: orders-shared, namespace: shop}
        spec:
          selector: {matchLabels: {app: orders-shared}}
          template:
            metadata:
              labels: {app: orders-shared}
              annotations: {dapr.io/app-id: orders}
            spec:
              serviceAccountName: orders-shared
              initContainers:
              - name: trust
                image: daprio/dapr-shared:0.0.15
                args: [init, --config-map=orders-trust]
              containers:
              - name: daprd
                image: daprio/daprd:1.18.3
                args:
                - /daprd
                - --mode=kubernetes
                - --app-id=orders
                - --app-port=80
                - --app-channel-address=orders
                - --config=tracing
                - --dapr-http-port=3600
                - --dapr-internal-grpc-port=50002
                - --dapr-public-port=3501
                - --dapr-listen-addresses=0.0.0.0
                - --control-plane-address=dapr-api.dapr-system.svc.cluster.local:80
                - --sentry-address=dapr-sentry.dapr-system.svc.cluster.local:80
                - --placement-host-address=dapr-placement-server.dapr-system.svc.cluster.local:50005
                - --enable-mtls=false
                env:
                - {name: DAPR_CONTROLPLANE_NAMESPACE, value: dapr}
                - {name: DAPR_CONTROLPLANE_TRUST_DOMAIN, value: cluster.local}
                - {name: DAPR_SCHEDULER_HOST_ADDRESS, value: "dapr-scheduler-server-0.dapr-scheduler-server.dapr-system:50006"}
                - {name: DAPR_TRUST_ANCHORS, valueFrom: {configMapKeyRef: {name: orders-trust, key: dapr-trust-anchors}}}
                - {name: DAPR_API_TOKEN, valueFrom: {secretKeyRef: {name: orders-shared, key: dapr-api-token}}}
                livenessProbe: {httpGet: {path: /v1.0/healthz, port: 3501}}
                readinessProbe: {httpGet: {path: /v1.0/healthz, port: 3501}}
              volumes:
              - name: token
                projected: {sources: [{serviceAccountToken: {audience: "spiffe://cluster.local/ns/dapr-system/dapr-sentry"}}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: orders-dapr, namespace: shop}
        spec:
          selector: {app: orders-shared}
          ports:
          - {name: dapr-http, port: 3500, targetPort: 3500}
          - {name: dapr-grpc, port: 50001, targetPort: 50001}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: orders-shared, namespace: shop}
        data: {dapr-api-token: "", app-api-token: czNjcjN0}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: orders-shared}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [get, list]}
        - {apiGroups: [""], resources: [configmaps], verbs: [create, get, delete]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: orders-shared}
        subjects: [{kind: ServiceAccount, name: orders-shared, namespace: shop}]
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: orders-shared}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: orders-shared}
        rules: []
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: clean
          annotations: {helm.sh/hook: pre-delete}
        spec:
          containers: [{name: clean, image: "example/kubectl:1.22", command: [kubectl, delete, cm, orders-trust]}]

        """;

    public const string OneSidecar = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: mail}
        spec:
          template:
            metadata:
              annotations: {dapr.io/enabled: "true", dapr.io/app-id: mail, dapr.io/sidecar-memory-limit: 500Mi}
            spec: {containers: [{name: mail, image: "shop/mail:1"}]}

        """;
}

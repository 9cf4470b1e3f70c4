namespace DaprShared.Tests.Doctor;

/// <summary>Faults of a daprd and of its workload.</summary>
internal static class DaprdFaults
{
    private const string Workload = "DaemonSet shop/orders-dapr", Template = "spec.template.spec",
        Args = $"{Template}.containers[daprd].args", Env = $"{Template}.containers[daprd].env";

    private const string Scheduler = "        - --scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443\n";

    private const string SchedulerVariable = """
                env:
                - {name: DAPR_SCHEDULER_HOST_ADDRESS, value: "dapr-scheduler-server-a.dapr-system.svc.cluster.local:443"}

        """;

    public static Fault[] All { get; } =
    [
        // The control plane.
        new("160",
            $"{Workload}, {Env}[DAPR_SCHEDULER_HOST_ADDRESS]: the scheduler is named by the variable DAPR_SCHEDULER_HOST_ADDRESS alone, "
                + "and the "
                + "image is daprd 1.18.",
            (Scheduler, ""), ("        env:\n        - name: DAPR_CONTROL", $"{SchedulerVariable}        - name: DAPR_CONTROL")),
        new("161",
            $"{Workload}, {Env}[DAPR_SCHEDULER_HOST_ADDRESS]: the scheduler is named by the variable DAPR_SCHEDULER_HOST_ADDRESS alone, "
                + "and the "
                + "image is daprd 1.16.",
            (Scheduler, ""), ("        env:\n        - name: DAPR_CONTROL", $"{SchedulerVariable}        - name: DAPR_CONTROL"),
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:1.16.19"))
        {
            ControlPlane = "1.16.19",
            Also = ["015", "094"],
        },
        new("162", $"{Workload}, {Args}[--scheduler-host-address]: it leads to the pod dapr-scheduler-server-0 alone.",
            ("dapr-scheduler-server-a.dapr-system", "dapr-scheduler-server-0.dapr-scheduler-server.dapr-system")),
        new("163", $"{Workload}, {Args}[--sentry-address]: Sentry is called at 'dapr-sentry.dapr-system.svc.cluster.local:80'.",
            ("dapr-sentry.dapr-system.svc.cluster.local:443", "dapr-sentry.dapr-system.svc.cluster.local:80")),
        new("164",
            $"{Workload}, {Template}: the control plane's namespace is 'dapr' by DAPR_CONTROLPLANE_NAMESPACE, and 'dapr-system' by "
                + "--control-plane-address, --sentry-address, --placement-host-address, --scheduler-host-address, the token's audience.",
            ("value: dapr-system", "value: dapr")),
        new("164",
            $"{Workload}, {Template}: the control plane's trust domain is 'localhost' by DAPR_CONTROLPLANE_TRUST_DOMAIN, and "
                + "'cluster.local' by "
                + "the token's audience.",
            ("        - name: DAPR_CONTROLPLANE_TRUST_DOMAIN\n          value: cluster.local\n", "")),
        new("180", $"{Workload}, spec.template.metadata.annotations[dapr.io/app-id]: --app-id is 'orders', and the pod has no annotation "
            + "dapr.io/app-id.",
            ("        dapr.io/app-id: orders\n", "")),
        new("182", $"{Workload}, spec.template.metadata.annotations[dapr.io/config]: --config is 'tracing', and the pod's annotation "
            + "dapr.io/config is not.",
            ("        dapr.io/config: tracing\n", "")),
        new("183", $"{Workload}, {Env}[DAPR_TRUST_ANCHORS]: there is no variable DAPR_TRUST_ANCHORS.",
            ("        - name: DAPR_TRUST_ANCHORS\n          valueFrom: {configMapKeyRef: {name: dapr-trust-bundle, key: ca.crt}}\n", "")),
        new("197", $"{Workload}, {Args}[--mode]: --mode is not 'kubernetes'.", ("        - --mode=kubernetes\n", "")),

        // Probes, images, resources, updates.
        new("165", $"{Workload}, {Template}.containers[daprd].livenessProbe.httpGet.path: livenessProbe asks for /v1.0/healthz.",
            ("tcpSocket: {port: 3501}", "httpGet: {path: /v1.0/healthz, port: 3501}")),
        new("166", $"{Workload}, {Template}.containers[daprd].readinessProbe.httpGet.path: readinessProbe asks for /v1.0/healthz.",
            ("/v1.0/healthz/outbound", "/v1.0/healthz")),
        new("172", $"{Workload}, {Template}.containers[daprd].image: the image is 'daprio/daprd:latest'.",
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:latest")),
        new("173", $"{Workload}, {Template}.containers[daprd].image: daprd is 1.17.13, the control plane 1.18.3.",
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:1.17.13")),
        new("094", $"{Workload}, {Template}.containers[daprd].image: daprd is 1.17.13, the control plane 1.19.1.",
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:1.17.13"))
        {
            ControlPlane = "1.19.1",
            Also = ["173"],
        },
        new("015", $"{Workload}, {Template}.containers[daprd].image: daprd 1.20.0 is outside 1.17 to 1.19.",
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:1.20.0"))
        {
            ControlPlane = "1.19.1",
            Also = ["173"],
        },
        new("178", $"{Workload}, {Template}.containers[daprd].resources: the container has no resources.",
            ("        resources:\n          requests: {cpu: 100m, memory: 250Mi}\n          limits: {memory: 1000Mi}\n", "")),
        new("188", $"{Workload}, spec.updateStrategy: a node is without a daprd while it is updated.", ("maxSurge: 1", "maxSurge: 0")),
        new("189", $"{Workload}, {Args}[--dapr-block-shutdown-duration]: nothing holds daprd's shutdown back.",
            ("        - --dapr-block-shutdown-duration=5s\n", "")),
        new("190", $"{Workload}, {Template}.terminationGracePeriodSeconds: the pod has 35 s to end, and daprd may take 65 s.",
            ("shutdown-duration=5s", "shutdown-duration=1m")),

        // Flags.
        new("008", $"{Workload}, {Args}[--dapr-http-port]: --dapr-http-port and --dapr-public-port are all 3501.",
            ("--dapr-http-port=3500", "--dapr-http-port=3501"), ("targetPort: 3500", "targetPort: 3501")),
        new("009", $"{Workload}, {Args}[--log-level]: 'verbose' must be one of debug, info, warn, error, fatal.",
            ("        - --enable-mtls=true\n", "        - --enable-mtls=true\n        - --log-level=verbose\n")),
        new("010", $"{Workload}, {Args}[--app-binding-options-timeout]: daprd 1.17 does not know --app-binding-options-timeout.",
            ("        - --enable-mtls=true\n", "        - --enable-mtls=true\n        - --app-binding-options-timeout=3s\n"),
            ("- name: daprd\n        image: daprio/daprd:1.18.3", "- name: daprd\n        image: daprio/daprd:1.17.13"))
        {
            ControlPlane = "1.17.13",
        },
        new("194", $"{Workload}, {Args}[--enable-mtsl]: no daprd has --enable-mtsl.", ("--enable-mtls=true", "--enable-mtsl=true"))
        {
            Also = ["084"],
        },
        new("011",
            $"{Workload}, {Args}[--app-channel-address]: the app's address 'http://orders' is not a bare host; daprd adds protocol and "
                + "port "
                + "itself, and sends no user name or password.",
            ("--app-channel-address=orders", "--app-channel-address=http://orders")),
        new("012", $"{Workload}, {Args}[--app-channel-address]: the app has a port but no host.",
            ("--app-channel-address=orders", "--app-channel-address=")),
        new("143", $"{Workload}, {Args}[--app-channel-address]: the app's address names localhost, which is daprd's own pod and nothing "
            + "beside it.",
            ("--app-channel-address=orders", "--app-channel-address=localhost")),
        new("143", $"{Workload}, {Args}[--app-channel-address]: the app's address names 127.0.0.1, which is daprd's own pod and nothing "
            + "beside it.",
            ("        - --app-channel-address=orders\n", "")),
        new("016", $"{Workload}, {Args}[--dapr-internal-grpc-port]: --dapr-internal-grpc-port = 50003, but other daprds dial the number "
            + "that they use themselves, 50002.",
            ("--dapr-internal-grpc-port=50002", "--dapr-internal-grpc-port=50003"), ("port: 50002", "port: 50003")),
        new("018", $"{Workload}, {Args}[--dapr-listen-addresses]: --dapr-listen-addresses = '127.0.0.1' binds the Dapr API to loopback, "
            + "but the app of a shared daprd is never on its loopback.",
            ("        - --enable-mtls=true\n", "        - --enable-mtls=true\n        - --dapr-listen-addresses=127.0.0.1\n")),
        new("084", $"{Workload}, {Args}[--enable-mtls]: --enable-mtls = false, so calls to and from daprds with mTLS, the "
            + "default, fail.",
            ("--enable-mtls=true", "--enable-mtls=false")),
        new("084", $"{Workload}, {Args}[--enable-mtls]: without --enable-mtls it is false, so calls to and from daprds with mTLS, the "
            + "default, fail.",
            ("        - --enable-mtls=true\n", "")),

        // Secrets and rights.
        new("017", $"{Workload}, {Env}[DAPR_API_TOKEN]: the token is empty.",
            ("", "apiVersion: v1\nkind: Secret\nmetadata: {name: orders-dapr-token, namespace: shop}\ndata: {token: \"\"}\n")),
        new("177", $"{Workload}, {Env}[REDIS_PASSWORD]: variable REDIS_PASSWORD has its value in the manifest.",
            ("        env:\n        - name: DAPR_CONTROL",
                "        env:\n        - {name: REDIS_PASSWORD, value: s3cr3t}\n        - name: DAPR_CONTROL")),
        new("170",
            "ClusterRole reader, rules: account 'orders-daprd' of daprd 'orders' has it by ClusterRoleBinding 'reader': secrets of every "
                + "namespace, get, list.",
            ("", Role("secrets", "get, list"))),
        new("184",
            "ClusterRole reader, rules: account 'orders-daprd' of daprd 'orders' has it by ClusterRoleBinding 'reader': configmaps of "
                + "every "
                + "namespace, create, delete.",
            ("", Role("configmaps", "create, delete"))),
        new("171", "ConfigMap shop/trust, data[issuer.key]: key 'issuer.key' is a private key.",
            ("", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trust, namespace: shop}\ndata: {ca.crt: A, issuer.key: B}\n")),
        new("171",
            $"{Workload}, {Template}.initContainers[init].image: init container 'init' copies Secret dapr-trust-bundle with Sentry's key "
                + "issuer.key into a ConfigMap here.",
            ("      containers:\n      - name: daprd", $"{Init}      containers:\n      - name: daprd"))
        {
            Also = ["185"],
        },
        new("185", $"{Workload}, {Template}.initContainers[init].args: init container 'init' writes a ConfigMap at each start.",
            ("      containers:\n      - name: daprd", $"{Init}      containers:\n      - name: daprd"))
        {
            Also = ["171"],
        },
        new("186",
            "Pod shop/clean, metadata.annotations: it deletes a ConfigMap when the release is uninstalled, with image "
                + "'example/kubectl:1.22'.",
            ("", """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: clean
                  namespace: shop
                  annotations: {"helm.sh/hook": pre-delete}
                spec:
                  containers:
                  - {name: clean, image: "example/kubectl:1.22", command: [kubectl, delete, cm, orders-trust]}

                """)),
    ];

    private const string Init = """
              initContainers:
              - {name: init, image: "daprio/dapr-shared:0.0.15", args: [init, "--config-map=orders-trust"]}

        """;

    private static string Role(string resource, string verbs) => $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        rules:
        - {apiGroups: [""], resources: [{{resource}}], verbs: [{{verbs}}]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: reader}
        subjects:
        - {kind: ServiceAccount, name: orders-daprd, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}

        """;
}

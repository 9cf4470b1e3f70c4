namespace DaprShared.Tool;

internal static class HelpText
{
    public const string Render =
        """
        Turns the values of the official Dapr Shared chart into Kubernetes manifests: ServiceAccount, NetworkPolicy, two Services and a
        DaemonSet or Deployment. Neither Helm nor a cluster is needed.

        Examples:
          dapr-shared render --set shared.appId=orders --set shared.remoteURL=orders --set shared.remotePort=80 | kubectl apply -f -
          dapr-shared render -f values.yaml -f production.yaml -n shop -o manifests/orders && kubectl apply -k manifests/orders
          dapr-shared render -f values.yaml --resources-path components -o manifests/orders
          helm get values orders-shared -o yaml | dapr-shared render -f - -o manifests/orders

        Values most used:
          shared.appId                        the Dapr app-id (required)
          shared.remoteURL, .remotePort       the app's host, without scheme, and its port; neither for an app without an inbound port
          shared.strategy                     daemonset (default) or deployment
          shared.deployment.replicas          daprds of a deployment, 0 included
          shared.daprd.config                 the name of a Dapr Configuration
          shared.daprd.image.tag              the version of daprd
          shared.daprd.tokenSecret.name       the Secret with the API token, key 'token' (default <app-id>-dapr-token); '' for no token
          shared.controlPlane.namespace       where Dapr runs (default dapr-system); all addresses follow from it
          shared.autoscaling.maxReplicas      a HorizontalPodAutoscaler for a deployment
          shared.injection.enabled            true: the cluster's sidecar injector adds daprd to the pod
        docs/from-the-chart.md has all of them, and what differs from the chart.

        What the namespace needs once, before the first apply:
          kubectl create configmap dapr-trust-bundle \
            --from-literal=ca.crt="$(kubectl get configmap dapr-trust-bundle -n dapr-system -o jsonpath='{.data.ca\.crt}')"
          openssl rand -hex 32 | tr -d '\n' | kubectl create secret generic orders-dapr-token --from-file=token=/dev/stdin

        Mistakes go to standard error, one a line, all at once: 'error' or 'warning', a code, the key, the fix.
        Exit code: 0 rendered, warnings included; 1 mistakes in the values or the output folder, nothing written; 2 mistakes in the
        command line.
        """;

    public const string Doctor =
        """
        Says what is wrong with the shared daprds and sidecars in Kubernetes manifests, whoever made them: the official Dapr Shared chart,
        kustomize, 'kubectl get -o yaml', this tool. Each finding has a code, the object, the field, the fact behind it and the fix. No
        cluster is asked, and no value of a secret is shown.

        Examples:
          dapr-shared doctor manifests
          helm template orders dapr-shared/ -f values.yaml | dapr-shared doctor - --dapr-version 1.18.3
          kubectl get -n shop -o yaml deploy,ds,svc,cm,netpol,components.dapr.io,subscriptions.dapr.io | dapr-shared doctor -
          dapr-shared doctor manifests --format sarif > dapr-shared.sarif

        A rule that needs what is not in the input finds nothing; what could not be checked is said once, at the end.
        Exit code: 0 no errors, warnings included; 1 errors; 2 mistakes in the command line, input that cannot be read, or
        a report that cannot be written.
        docs/doctor.md has all rules.
        """;
}

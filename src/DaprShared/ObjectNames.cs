namespace DaprShared;

/// <summary>The names of the Kubernetes objects of an app-id.</summary>
public static class ObjectNames
{
    /// <summary>
    /// The ConfigMap with the control plane's root certificate, under the name and key that Sentry publishes it (dapr v1.18.3
    /// pkg/sentry/server/ca/kube.go).
    /// </summary>
    public const string TrustBundle = "dapr-trust-bundle";

    /// <summary>The key in <see cref="TrustBundle"/>.</summary>
    public const string TrustBundleKey = "ca.crt";

    /// <summary>
    /// The workload, and the headless Service: Dapr resolves an app-id to the Service <c>&lt;app-id&gt;-dapr</c> and to nothing else.
    /// </summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string Daprd(string appId) => $"{appId}-dapr";

    /// <summary>The Service that the app calls.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string ApiService(string appId) => $"{appId}-dapr-api";

    /// <summary>The ServiceAccount, and the Role and the RoleBinding where it has one.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string ServiceAccount(string appId) => $"{appId}-daprd";

    /// <summary>The Resiliency that keeps messages while the app is away.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string InboundRetries(string appId) => $"{appId}-dapr-inbound";

    /// <summary>The ConfigMap with trust anchors that were given as PEM.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string TrustAnchors(string appId) => $"{appId}-dapr-trust";

    /// <summary>The Secret with the API token.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string TokenSecret(string appId) => $"{appId}-dapr-token";

    /// <summary>The Secret with the app's token, where it has to be apart: the sidecar injector reads one key of a Secret only.</summary>
    /// <param name="appId">The app-id.</param>
    /// <returns>The name.</returns>
    public static string AppTokenSecret(string appId) => $"{appId}-dapr-app-token";
}

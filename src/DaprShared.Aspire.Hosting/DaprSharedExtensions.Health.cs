using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Lets daprd ask its app whether it is there (<c>--enable-app-health-check</c>, <c>--app-health-check-path</c>). While it is not,
    /// subscriptions, bindings and the streams of the scheduler are paused: messages stay with the broker, one-shot jobs and reminders
    /// wait, and all of them arrive when the app
    /// is back.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="path">
    /// The path that answers with a status from 200 to 299 when the app can work. Default <c>/healthz</c>. A gRPC app is asked by
    /// <c>AppCallbackHealthCheck</c>.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// An app whose probe is in the model (<c>WithHttpProbe</c>) is asked there without this call. The probe runs every 5 s, waits 500 ms
    /// and fails for the third time in a row: up to 15 s pass until daprd knows that the app is away. <see
    /// cref="WithOptions(IResourceBuilder{DaprSharedResource}, Action{DaprShared.DaprdOptions})"/> changes these
    /// (<c>AppHealthProbeInterval</c>, <c>AppHealthProbeTimeout</c>, <c>AppHealthThreshold</c>). Source: dapr v1.18.3
    /// pkg/config/app_connection.go. DAPRSHARED130 warns of a subscription that delivers to the path.
    /// </remarks>
    /// <example><code lang="csharp">dapr.WithApp(orders).WithAppHealthCheck("/healthz");</code></example>
    /// <seealso href="https://docs.dapr.io/operations/resiliency/health-checks/app-health/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithAppHealthCheck(
        this IResourceBuilder<DaprSharedResource> builder,
        string path = "/healthz")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return builder.WithOptions(options => (options.EnableAppHealthCheck, options.AppHealthCheckPath) = (true, path));
    }

    /// <summary>
    /// Lets messages go that the app is not there to take. By default daprd tries them every 2 s until the app can be reached again
    /// (<c>DefaultPubsubComponentInboundRetryPolicy</c> in a Resiliency <c>&lt;app-id&gt;-dapr-inbound</c>).
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// It is not needed beside a Resiliency of your own that decides the same: the default gives way to it. What the app answers is
    /// delivered once, with and without the policy. A pub/sub component acknowledges a message after any result, so without a policy it is
    /// lost (daprd 1.17 and later with Redis).
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithoutInboundRetries(this IResourceBuilder<DaprSharedResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.InboundRetries = false;
        return builder;
    }

    /// <summary>Lets daprd take its app for present always, also where the app's probe is known.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Jobs and one-shot reminders that are due while the app is away are lost then. daprd gets no <c>--enable-app-health-check</c>.
    /// DAPRSHARED111 warns where the app has jobs or actors.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/resiliency/health-checks/app-health/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithoutAppHealthCheck(this IResourceBuilder<DaprSharedResource> builder) =>
        builder.WithOptions(options => options.EnableAppHealthCheck = false);
}

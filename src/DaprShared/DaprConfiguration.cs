using System.Text.Json.Nodes;

namespace DaprShared;

/// <summary>A middleware component in a pipeline.</summary>
/// <param name="Name">The component's name. It is the <c>name</c> in <c>spec.httpPipeline.handlers</c>.</param>
/// <param name="Type">The component's type, for example <c>middleware.http.ratelimit</c>.</param>
/// <seealso href="https://docs.dapr.io/operations/components/middleware/"/>
public sealed record DaprMiddleware(string Name, string Type);

/// <summary>daprd's metrics.</summary>
/// <param name="Enabled">Whether daprd collects metrics. Default <see langword="true"/>. It is <c>spec.metrics.enabled</c>.</param>
/// <param name="IncreasedCardinality">
/// Whether HTTP metrics carry the path, or <see langword="null"/> for daprd's default. It is
/// <c>spec.metrics.http.increasedCardinality</c>.
/// </param>
/// <param name="PathMatching">
/// The paths that HTTP metrics tell apart, for example <c>/orders/{id}</c>, or <see langword="null"/>. They are
/// <c>spec.metrics.http.pathMatching</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
[Aspire.Hosting.AspireDto]
public sealed record DaprMetrics(bool Enabled = true, bool? IncreasedCardinality = null, IReadOnlyList<string>? PathMatching = null);

/// <summary>A daprd's Configuration (<c>dapr.io/v1alpha1</c>): a small typed part, and <see cref="Spec"/> for everything else.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
public sealed record DaprConfiguration
{
    /// <summary>Gets the name.</summary>
    /// <remarks>It appears as <c>metadata.name</c>.</remarks>
    public required string Name { get; init; }

    /// <summary>Gets preview features by name, switched on or off. Default: none.</summary>
    /// <remarks>It appears as <c>spec.features</c>.</remarks>
    public IReadOnlyDictionary<string, bool> Features { get; init; } = new Dictionary<string, bool>();

    /// <summary>Gets the share of requests that are traced, from 0 to 1, or <see langword="null"/> for daprd's default, 0.0001.</summary>
    /// <remarks>It appears as <c>spec.tracing.samplingRate</c>.</remarks>
    public double? TracingSamplingRate { get; init; }

    /// <summary>Gets the metrics, or <see langword="null"/> for daprd's default.</summary>
    /// <remarks>It appears as <c>spec.metrics</c>.</remarks>
    public DaprMetrics? Metrics { get; init; }

    /// <summary>Gets the middleware that requests to the Dapr API pass, in order. Default: none.</summary>
    /// <remarks>It appears as <c>spec.httpPipeline.handlers</c>.</remarks>
    public IReadOnlyList<DaprMiddleware> HttpPipeline { get; init; } = [];

    /// <summary>Gets the middleware that requests to the app pass, in order. Default: none.</summary>
    /// <remarks>It appears as <c>spec.appHttpPipeline.handlers</c>.</remarks>
    public IReadOnlyList<DaprMiddleware> AppHttpPipeline { get; init; } = [];

    /// <summary>Gets the trust domain of the app's identity, or <see langword="null"/> for <c>public</c>. Cluster only.</summary>
    /// <remarks>It appears as <c>spec.accessControl.trustDomain</c>.</remarks>
    public string? TrustDomain { get; init; }

    /// <summary>
    /// Gets whether other apps may call this one when no policy says otherwise, or <see langword="null"/> for daprd's default. Cluster
    /// only.
    /// </summary>
    /// <remarks>It appears as <c>spec.accessControl.defaultAction</c>.</remarks>
    public bool? AllowInvocation { get; init; }

    /// <summary>Gets parts of <c>spec</c> as Dapr documents them, laid over the typed ones, or <see langword="null"/>.</summary>
    public JsonObject? Spec { get; init; }
}

using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Translates a resource into the model, without resolving anything.</summary>
internal static class SharedDaprdFactory
{
    /// <summary>Returns the model; what is wrong with the app's endpoint goes to <paramref name="mistakes"/>.</summary>
    public static SharedDaprd Create(DaprSharedResource resource, List<Diagnostic>? mistakes = null)
    {
        var daprd = Translate(resource, mistakes);
        // A Configuration of its own, where the user has none that could carry the features.
        return daprd.RequiredFeatures.Count > 0 && string.IsNullOrEmpty(daprd.Options.Config)
            ? daprd with { Options = daprd.Options with { Config = ObjectNames.Daprd(daprd.AppId) } }
            : daprd;
    }

    private static SharedDaprd Translate(DaprSharedResource resource, List<Diagnostic>? mistakes) => new()
    {
        AppId = resource.AppId,
        DisplayName = resource.Name,
        App = resource.App?.Resolve(resource.Name, mistakes ?? []),
        Strategy = resource.Strategy,
        Replicas = resource.Replicas,
        Options = resource.Configurations is [var configuration, ..] && string.IsNullOrEmpty(resource.Options.Config)
            ? resource.Options with { Config = configuration.Name }
            : resource.Options,
        HasLocalFiles = true,
        Image = ImageOf(resource),
        ControlPlane = resource.Common.ControlPlane,
        Needs = resource.Needs,
        LocalPlacement = AddressOf(resource.Placement),
        LocalScheduler = AddressOf(resource.Scheduler),
        ApiToken = resource.ApiToken is null ? null : new(),
        AppToken = resource.AppToken is null ? null : AppTokenOf(resource),
        Pod = resource.Pod,
        Workload = resource.Workload,
        Injection = resource.Injection is { } injection ? injection with { PinImage = injection.PinImage || HasOwnImage(resource) } : null,
        TrustAnchors = resource.TrustAnchors,
    };

    // The injector reads the key "token" only, so in that mode each token has a Secret of its own.
    private static TokenReference AppTokenOf(DaprSharedResource resource) =>
        resource.Injection is null ? new(Key: AppEnvironment.AppToken) : new(ObjectNames.AppTokenSecret(resource.AppId));

    private static bool HasOwnImage(DaprSharedResource resource) =>
        resource.HasImageBuild || ImageOf(resource) != ContainerImage.Daprd;

    private static TextOrReference? AddressOf(EndpointReference? endpoint) =>
        endpoint is null ? null : TextOrReference.FromReference(endpoint.Property(EndpointProperty.HostAndPort));

    private static ContainerImage ImageOf(DaprSharedResource resource)
    {
        var image = resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        return new()
        {
            Registry = image.Registry ?? "",
            Name = image.Image,
            Tag = image.Tag ?? resource.Common.Version,
            PullPolicy = resource.Annotations.OfType<ContainerImagePullPolicyAnnotation>().LastOrDefault()?.ImagePullPolicy switch
            {
                ImagePullPolicy.Always => "Always",
                ImagePullPolicy.Missing => "IfNotPresent",
                ImagePullPolicy.Never => "Never",
                _ => null,
            },
            Digest = image.SHA256 is null ? null : $"sha256:{image.SHA256}",
        };
    }
}

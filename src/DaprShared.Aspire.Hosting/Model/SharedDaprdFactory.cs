using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Translates a resource into the model, without resolving anything.</summary>
internal static class SharedDaprdFactory
{
    /// <summary>Returns the model for a target; what is wrong with the app's endpoint goes to <paramref name="mistakes"/>.</summary>
    public static SharedDaprd Create(DaprSharedResource resource, Target target, List<Diagnostic>? mistakes = null)
    {
        var daprd = Translate(resource, target, mistakes ?? []);
        // A Configuration of its own, where the user has none that could carry the features.
        return daprd.RequiredFeatures.Count > 0 && string.IsNullOrEmpty(daprd.Options.Config)
            ? daprd with { Options = daprd.Options with { Config = ObjectNames.Daprd(daprd.AppId) } }
            : daprd;
    }

    private static SharedDaprd Translate(DaprSharedResource resource, Target target, List<Diagnostic> mistakes)
    {
        var (app, image) = (resource.App?.Resolve(resource.Name, mistakes), ImageOf(resource));
        return new()
        {
            AppId = resource.AppId,
            DisplayName = resource.Name,
            App = app,
            Strategy = resource.Strategy,
            Replicas = resource.Replicas,
            Options = AppHealth.Follow(OptionsOf(resource), resource.App, app),
            HasLocalFiles = true,
            Image = image,
            ControlPlane = resource.Common.ControlPlane,
            Needs = resource.Needs,
            LocalPlacement = AddressOf(resource.Placement),
            LocalScheduler = AddressOf(resource.Scheduler),
            ApiToken = resource.ApiToken is null ? null : new(),
            AppToken = resource.AppToken is null ? null : AppTokenOf(resource),
            Pod = resource.Pod,
            Workload = resource.Workload,
            Injection = resource.Injection is not { } injection ? null
                : injection with { PinImage = injection.PinImage || resource.HasImageBuild || image != ContainerImage.Daprd },
            TrustAnchors = resource.TrustAnchors,
            InboundRetries = resource.InboundRetries,
            Resources =
            [
                .. resource.Objects.Select(item => item.ToObject([resource.AppId], target.Places)),
                .. resource.Sources.SelectMany(ObjectsOf),
            ],
        };
    }

    private static DaprdOptions OptionsOf(DaprSharedResource resource) =>
        resource.Configurations is [var configuration, ..] && string.IsNullOrEmpty(resource.Options.Config)
            ? resource.Options with { Config = configuration.Name }
            : resource.Options;

    // The injector reads the key "token" only, so in that mode each token has a Secret of its own.
    private static TokenReference AppTokenOf(DaprSharedResource resource) =>
        resource.Injection is null ? new(Key: AppEnvironment.AppToken) : new(ObjectNames.AppTokenSecret(resource.AppId));

    private static IEnumerable<DaprObject> ObjectsOf(IResourceSource source)
    {
        var found = source.Read([]);
        return found.Files
            .SelectMany(file => file.Documents)
            .Where(document => document.IsDapr)
            .Select(document => document.ToObject())
            .Concat(found.Components.Select(DaprObjects.Component));
    }

    private static TextOrReference? AddressOf(EndpointReference? endpoint) =>
        endpoint is null ? null : TextOrReference.FromReference(endpoint.Property(EndpointProperty.HostAndPort));

    private static ContainerImage ImageOf(DaprSharedResource resource)
    {
        if (resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault() is not { } image)
        {
            return ContainerImage.Daprd; // added by hand, which is reported with everything else
        }

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

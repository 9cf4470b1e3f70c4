using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Translates a resource into the model, without resolving anything.</summary>
internal static class SharedDaprdFactory
{
    /// <summary>Returns the model; what is wrong with the app's endpoint goes to <paramref name="mistakes"/>.</summary>
    public static SharedDaprd Create(DaprSharedResource resource, List<Diagnostic>? mistakes = null) => new()
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
        ApiToken = resource.ApiToken is null ? null : new(),
    };

    private static ContainerImage ImageOf(DaprSharedResource resource)
    {
        var image = resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        return new()
        {
            Registry = image.Registry ?? "",
            Name = image.Image,
            Tag = image.Tag ?? ContainerImage.DefaultVersion,
            Digest = image.SHA256 is null ? null : $"sha256:{image.SHA256}",
        };
    }
}

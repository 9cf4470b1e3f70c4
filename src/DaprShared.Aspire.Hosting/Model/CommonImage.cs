using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// An image that is still the application's choice, part by part. What a user sets on the resource is another object, even when the text is
/// the same, so that the options can be applied last and the resource's own call still wins.
/// </summary>
internal sealed class CommonImage(Func<DaprSharedOptions, ContainerImage> choose) : IResourceAnnotation
{
    private readonly string _registry = new(ContainerImage.Daprd.Registry);
    private readonly string _name = new(choose(new()).Name);
    private readonly string _tag = new(ContainerImage.DefaultVersion);

    public ContainerImageAnnotation ToAnnotation() => new() { Registry = _registry, Image = _name, Tag = _tag };

    public void Apply(ContainerImageAnnotation image, DaprSharedOptions options)
    {
        var common = choose(options);
        if (ReferenceEquals(image.Registry, _registry))
        {
            image.Registry = common.Registry.Length == 0 ? null : common.Registry;
        }

        if (ReferenceEquals(image.Image, _name))
        {
            image.Image = common.Name;
        }

        if (ReferenceEquals(image.Tag, _tag))
        {
            image.Tag = common.Tag;
            // It takes the tag's place. An illegal one is reported with everything else.
            if (common.Digest is { } digest && digest.StartsWith("sha256:", StringComparison.Ordinal))
            {
                image.SHA256 = digest["sha256:".Length..];
            }
        }
    }
}

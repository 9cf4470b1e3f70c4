using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// The files below <c>/dapr</c> of a daprd without a cluster: its Configuration and its components. They hold no reference and no secret.
/// </summary>
internal static class LocalFiles
{
    /// <summary>The user and group that daprd's image runs as.</summary>
    public const int DaprdUser = 65532;

    /// <summary>The files of each folder.</summary>
    public static IReadOnlyList<(string Path, Func<DaprSharedResource, IEnumerable<ContainerFile>> Files)> Folders { get; } =
    [
        (DaprdCommandLine.ResourcesFolder, Resources),
        (DaprdCommandLine.ConfigurationFolder, resource => [File("config", Configuration(resource))]),
    ];

    /// <summary>All folders, those without a file too: daprd exits where there is none.</summary>
    public static IEnumerable<ContainerFileSystemItem> For(DaprSharedResource resource) =>
        Folders.Select(folder => new ContainerDirectory { Name = Path.GetFileName(folder.Path), Entries = folder.Files(resource) });

    /// <summary>The files of components, subscriptions and the like.</summary>
    public static IEnumerable<ContainerFile> Resources(DaprSharedResource resource) =>
    [
        .. resource.Objects.Select(item => item.ToObject([], Places.InEnvironment))
            .Concat(DaprObjects.Generated(ResolvedDaprd.Of(resource).Daprd, DaprdMode.Standalone))
            .Select(item => File(item.Metadata.Name, ManifestYaml.Write(item))),
        .. from source in resource.Sources
           from file in Found(source.Read([]))
           select file,
    ];

    private static IEnumerable<ContainerFile> Found(FoundResources found) =>
    [
        .. from file in found.Files
           select new ContainerFile { Name = file.Name, Contents = file.Text },
        .. from component in found.Components
           select File(component.Name, ManifestYaml.Write(DaprObjects.Component(component))),
    ];

    // daprd replaces $NAME in this file by its environment, in a cluster it does not (dapr v1.18.3 pkg/config/configuration.go): escaped,
    // it means the same in both. A text with a dollar is always between double quotes.
    private static string Configuration(DaprSharedResource resource)
    {
        var generated = DaprObjects.LocalConfiguration(ResolvedDaprd.Of(resource).Daprd);
        var merged = resource.Configurations is [var configuration, ..]
            ? DaprObjects.LocalConfiguration(generated, configuration.Configuration)
            : generated;
        return ManifestYaml.Write(merged).Replace("$", "\\u0024", StringComparison.Ordinal);
    }

    private static ContainerFile File(string name, string content) => new() { Name = $"{name}.yaml", Contents = content };
}

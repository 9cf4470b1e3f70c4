using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>The files below <c>/dapr</c> of a local daprd: its Configuration and its components. They hold no reference and no secret.</summary>
internal static class LocalFiles
{
    /// <summary>The user and group that daprd's image runs as.</summary>
    public const int DaprdUser = 65532;

    public static IEnumerable<ContainerFileSystemItem> For(DaprSharedResource resource) =>
    [
        Folder(DaprdCommandLine.ResourcesFolder, resource.Components.Select(component => File(component.Name, DaprObjects.Component(component.ToComponent([]))))),
        Folder(Path.GetDirectoryName(DaprdCommandLine.ConfigurationFile)!, [File("config", DaprObjects.LocalConfiguration(SharedDaprdFactory.Create(resource)))]),
    ];

    private static ContainerDirectory Folder(string path, IEnumerable<ContainerFileSystemItem> entries) =>
        new() { Name = Path.GetFileName(path), Entries = [.. entries] };

    private static ContainerFile File(string name, DaprObject content) => new() { Name = $"{name}.yaml", Contents = ManifestYaml.Write(content) };
}

using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Hosting;

/// <summary>
/// A component of CommunityToolkit's integration: its name, its type and its file. The rest of it is internal to that package, so a
/// component with metadata is refused.
/// </summary>
internal sealed record ToolkitComponent(string Subject, IDaprComponentResource Component, string AppHostDirectory) : IResourceSource
{
    public object Key => Component;

    // What CommunityToolkit makes of its generic types where it finds no file.
    private static readonly Dictionary<string, string> Generic = new(StringComparer.Ordinal)
    {
        ["state"] = "state.in-memory",
        ["pubsub"] = "pubsub.in-memory",
        ["secretstore"] = "secretstores.local.env",
    };

    public FoundResources Read(List<Diagnostic> mistakes)
    {
        var name = Component.Name;
        if (Component.Annotations.Any(IsToolkits))
        {
            var declaredType = Generic.GetValueOrDefault(Component.Type, Component.Type);
            mistakes.Add(DiagnosticRules.ToolkitMetadata.For(
                name,
                "the metadata that WithMetadata gave it is known to CommunityToolkit only, "
                + $"so '{Subject}' would get the component without it.",
                $"Declare it with AddDaprSharedComponent(\"{name}\", \"{declaredType}\") and the same WithMetadata calls."));
        }

        if (Component.Options?.LocalPath is { } localPath)
        {
            return OwnFile(Path.GetFullPath(localPath, AppHostDirectory), mistakes);
        }

        if (!Generic.TryGetValue(Component.Type, out var type))
        {
            return new([], [new() { Name = name, Type = Component.Type }]);
        }

        var file = FileBelow(AppHostDirectory);
        if (File.Exists(file))
        {
            // As CommunityToolkit gives a file of the type the component's name.
            return DaprFile.Read(file, mistakes) is { } found
                ? new([DaprFile.Parse(file, Renamed(found, name), mistakes) with { Name = $"{name}.yaml" }], [])
                : FoundResources.None;
        }

        var home = FileBelow(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (File.Exists(home))
        {
            mistakes.Add(DiagnosticRules.ToolkitFile.For(
                name,
                $"'{home}' is not used: its addresses are those of this machine, not of a container. The component is {type}.",
                $"Copy the file to '{file}' with addresses that a container reaches, or use AddDaprSharedComponent."));
        }

        return new([], [new() { Name = name, Type = type }]);
    }

    private static bool IsToolkits(IResourceAnnotation annotation) =>
        annotation.GetType().Namespace?.StartsWith("CommunityToolkit.", StringComparison.Ordinal) == true;

    private string FileBelow(string folder) => Path.Combine(folder, ".dapr", "components", $"{Component.Type}.yaml");

    // The name of the object and nothing else that happens to be called like the type.
    private string Renamed(DaprFile file, string name)
    {
        var text = file.Text;
        foreach (var document in file.Documents.Reverse())
        {
            if (document.Root.Children.TryGetValue("metadata", out var metadata)
                && metadata is YamlMappingNode mapping
                && mapping.Children.TryGetValue("name", out var node)
                && node is YamlScalarNode scalar
                && scalar.Value == Component.Type)
            {
                text = $"{text[..(int)scalar.Start.Index]}{name}{text[(int)scalar.End.Index..]}";
            }
        }

        return text;
    }

    private FoundResources OwnFile(string path, List<Diagnostic> mistakes)
    {
        if (!File.Exists(path))
        {
            mistakes.Add(DiagnosticRules.ResourcesMissing.For(
                Component.Name,
                $"the file '{path}' does not exist.",
                "Create it, or correct LocalPath; it is relative to the AppHost."));
            return FoundResources.None;
        }

        var others = from file in DaprFile.In(Path.GetDirectoryName(path)!)
                     where file != path
                     select $"'{Path.GetFileName(file)}'";
        if (string.Join(", ", others) is { Length: > 0 } names)
        {
            mistakes.Add(DiagnosticRules.ToolkitFile.For(
                Component.Name,
                $"a sidecar would also read {names} beside '{path}'; '{Subject}' gets that one file.",
                "Use WithResourcesFolder for all of them."));
        }

        return DaprFile.Read(path, mistakes) is { } own ? new([own], []) : FoundResources.None;
    }
}

using CommunityToolkit.Aspire.Hosting.Dapr;

namespace DaprShared.Hosting;

/// <summary>What a source of resources holds: files as users wrote them, and components that have no file.</summary>
internal sealed record FoundResources(IReadOnlyList<DaprFile> Files, IReadOnlyList<DaprComponent> Components)
{
    public static FoundResources None { get; } = new([], []);
}

/// <summary>Resources from outside the model. They are read when they are needed, and each time anew.</summary>
internal interface IResourceSource
{
    /// <summary>Reads what is there now; what is wrong with it goes to <paramref name="mistakes"/>.</summary>
    FoundResources Read(List<Diagnostic> mistakes);
}

/// <summary>A folder of files that a team already has. As daprd does it, folders below are left alone.</summary>
internal sealed record ResourcesFolder(string Subject, string Path) : IResourceSource
{
    public FoundResources Read(List<Diagnostic> mistakes)
    {
        if (!Directory.Exists(Path))
        {
            mistakes.Add(DiagnosticRules.ResourcesMissing.For(Subject, $"the folder '{Path}' does not exist.", "Create it, or correct the path in WithResourcesFolder; it is relative to the AppHost."));
            return FoundResources.None;
        }

        return new([.. DaprFile.In(Path).Select(file => DaprFile.Read(file, Subject, mistakes)).OfType<DaprFile>()], []);
    }
}

/// <summary>
/// A component of CommunityToolkit's integration: its name, its type and its file. The rest of it is internal to that package, so a component with
/// metadata is refused.
/// </summary>
internal sealed record ToolkitComponent(string Subject, IDaprComponentResource Component, string AppHostDirectory) : IResourceSource
{
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
        if (Component.Annotations.Any(annotation => annotation.GetType().Namespace?.StartsWith("CommunityToolkit.", StringComparison.Ordinal) == true))
        {
            mistakes.Add(DiagnosticRules.ToolkitMetadata.For(name, $"the metadata that WithMetadata gave it is known to CommunityToolkit only, so '{Subject}' would get the component without it.",
                $"Declare it with AddDaprSharedComponent(\"{name}\", \"{Generic.GetValueOrDefault(Component.Type, Component.Type)}\") and the same WithMetadata calls."));
        }

        if (Component.Options?.LocalPath is { } localPath)
        {
            return OwnFile(Path.GetFullPath(localPath, AppHostDirectory), mistakes);
        }

        if (!Generic.TryGetValue(Component.Type, out var type))
        {
            return new([], [new() { Name = name, Type = Component.Type }]);
        }

        var file = Path.Combine(AppHostDirectory, ".dapr", "components", $"{Component.Type}.yaml");
        if (File.Exists(file))
        {
            // As CommunityToolkit gives a file of the type the component's name.
            return DaprFile.Read(file, Subject, mistakes) is { } found
                ? new([DaprFile.Parse(file, found.Text.Replace($"name: {Component.Type}", $"name: {name}", StringComparison.Ordinal), Subject, mistakes) with { Name = $"{name}.yaml" }], [])
                : FoundResources.None;
        }

        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dapr", "components", $"{Component.Type}.yaml");
        if (File.Exists(home))
        {
            mistakes.Add(DiagnosticRules.ToolkitFile.For(name, $"'{home}' is not used: its addresses are those of this machine, not of a container. The component is {type}.",
                $"Copy the file to '{file}' with addresses that a container reaches, or use AddDaprSharedComponent."));
        }

        return new([], [new() { Name = name, Type = type }]);
    }

    private FoundResources OwnFile(string path, List<Diagnostic> mistakes)
    {
        if (!File.Exists(path))
        {
            mistakes.Add(DiagnosticRules.ResourcesMissing.For(Component.Name, $"the file '{path}' does not exist.", "Create it, or correct LocalPath; it is relative to the AppHost."));
            return FoundResources.None;
        }

        if (DaprFile.In(Path.GetDirectoryName(path)!).Where(file => file != path).Select(Path.GetFileName).ToList() is { Count: > 0 } others)
        {
            mistakes.Add(DiagnosticRules.ToolkitFile.For(Component.Name, $"a sidecar would also read {string.Join(", ", others.Select(file => $"'{file}'"))} beside '{path}'; '{Subject}' gets that one file.",
                "Use WithResourcesFolder for all of them."));
        }

        return DaprFile.Read(path, Subject, mistakes) is { } file ? new([file], []) : FoundResources.None;
    }
}

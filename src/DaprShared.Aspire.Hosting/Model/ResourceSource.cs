namespace DaprShared.Hosting;

/// <summary>What a source of resources holds: files as users wrote them, and components that have no file.</summary>
internal sealed record FoundResources(IReadOnlyList<DaprFile> Files, IReadOnlyList<DaprComponent> Components)
{
    public static FoundResources None { get; } = new([], []);
}

/// <summary>Resources from outside the model. They are read when they are needed, and each time anew.</summary>
internal interface IResourceSource
{
    /// <summary>Gets what tells it from other sources, whichever daprd refers to it.</summary>
    object Key { get; }

    /// <summary>Reads what is there now; what is wrong with it goes to <paramref name="mistakes"/>.</summary>
    FoundResources Read(List<Diagnostic> mistakes);
}

/// <summary>A folder of files that a team already has. As daprd does it, folders below are left alone.</summary>
internal sealed record ResourcesFolder(string Subject, string Path) : IResourceSource
{
    public object Key => Path;

    public FoundResources Read(List<Diagnostic> mistakes)
    {
        if (!Directory.Exists(Path))
        {
            mistakes.Add(DiagnosticRules.ResourcesMissing.For(
                Subject,
                $"the folder '{Path}' does not exist.",
                "Create it, or correct the path in WithResourcesFolder; it is relative to the AppHost."));
            return FoundResources.None;
        }

        return new([.. DaprFile.In(Path).Select(file => DaprFile.Read(file, mistakes)).OfType<DaprFile>()], []);
    }
}

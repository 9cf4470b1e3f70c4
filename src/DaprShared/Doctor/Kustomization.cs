namespace DaprShared.Doctor;

/// <summary>What kustomize makes of files: a patch looks like an object, and is a part of one.</summary>
internal static class Kustomization
{
    private static readonly string[] _lists = ["patches", "patchesStrategicMerge"];

    /// <summary>Says whether a file is one that kustomize begins with. It needs no kind.</summary>
    public static bool IsFile(string file) => Path.GetFileName(file) is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    /// <summary>Returns the objects that stand in patches.</summary>
    public static HashSet<ManifestObject> PatchesIn(IReadOnlyList<ManifestObject> objects)
    {
        // An item is a path, or the patch itself, which is of several lines.
        var files = (from item in objects
                     where IsFile(item.File)
                     from list in _lists
                     from patch in item.Root.ItemsAt(list)
                     let path = list == "patches" ? patch.TextAt("path") : patch.TextAt()
                     where path.Length > 0 && !path.AsSpan().ContainsAny('\n', '\0')
                     select Path.GetFullPath(Path.Combine(Path.GetDirectoryName(item.File) ?? "", path))).ToHashSet();
        return files.Count == 0 ? []
            : [.. objects.Where(item => item.File != ManifestReader.StandardInput && files.Contains(Path.GetFullPath(item.File)))];
    }
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>A resource file that a user wrote. It is never changed.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name in daprd's resources folder.</param>
/// <param name="Text">What daprd reads in its place: the file's own text, or its documents where they stand in a list.</param>
/// <param name="Documents">The documents in it.</param>
internal sealed partial record DaprFile(string Path, string Name, string Text, IReadOnlyList<DaprDocument> Documents)
{
    /// <summary>Returns the files of a folder that daprd would read: as it does it, folders below are left alone.</summary>
    internal static IEnumerable<string> In(string folder) =>
        from file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        where System.IO.Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml"
        select file;

    /// <summary>Reads a file, or reports that it cannot be read.</summary>
    internal static DaprFile? Read(string path, List<Diagnostic> mistakes)
    {
        try
        {
            return Parse(path, TextFile.Read(path), mistakes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            mistakes.Add(DiagnosticRules.UnreadableResource.For(path,
                $"cannot be read: {e.Message}",
                e is InvalidDataException ? "Save it as text in UTF-8." : "Make it readable."));
            return null;
        }
    }

    /// <summary>Reads a file's text; what is wrong with it goes to <paramref name="mistakes"/>, and then there are no documents.</summary>
    public static DaprFile Parse(string path, string text, List<Diagnostic> mistakes)
    {
        DaprFile file = new(path, System.IO.Path.GetFileName(path), text, []);
        if (HelmLine().Match(text) is { Success: true } line)
        {
            mistakes.Add(Helm(path, text.AsSpan(0, line.Groups[1].Index).Count('\n') + 1, line.Groups[1].Value));
            return file;
        }

        try
        {
            var roots = YamlReader.Read(text);
            List<DaprDocument> documents = [.. roots.SelectMany(Items).Select(root => new DaprDocument(path, root))];
            documents.ForEach(document => document.ToObject()); // what cannot be an object is told below
            mistakes.AddRange(Clean(path, documents));
            var isList = roots.OfType<YamlMappingNode>().Except(documents.Select(document => document.Root)).Any();
            return file with
            {
                Text = isList ? string.Join("---\n", documents.Select(document => document.ToYaml())) : text,
                Documents = documents,
            };
        }
        catch (YamlException e)
        {
            mistakes.Add(DiagnosticRules.UnreadableResource.For(path,
                $"is not YAML that daprd could read: {YamlReader.Explain(e)}",
                "Correct the file; daprd would go on without it."));
            return file;
        }
    }

    // "kubectl get -o yaml" of several objects gives a List. daprd passes over it (dapr v1.18.3 pkg/internal/loader/disk).
    private static IEnumerable<YamlMappingNode> Items(YamlNode root) => root switch
    {
        YamlMappingNode map => new DaprDocument("", map).ListItems?.SelectMany(Items) ?? [map],
        YamlScalarNode { Value: null or "" } => [],
        _ => throw new YamlException(root.Start, root.End, "A document must be a mapping."),
    };
}

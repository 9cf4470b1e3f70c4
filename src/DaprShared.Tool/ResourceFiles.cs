using YamlDotNet.RepresentationModel;

namespace DaprShared.Tool;

/// <summary>
/// Files with Dapr resources that a team already has: components, subscriptions, resiliency policies, HTTP endpoints, the Configuration.
/// Their documents are written as they are; only the namespace is added, where all objects get one.
/// </summary>
internal static class ResourceFiles
{
    private const string Option = "--resources-path";

    /// <summary>Returns the documents that are written, and reports what is wrong with them.</summary>
    public static IReadOnlyList<DaprDocument> Read(
        RenderRequest request, SharedDaprd daprd, ObjectSettings settings, List<Diagnostic> diagnostics)
    {
        List<DaprDocument> documents =
        [
            .. from file in request.Resources.SelectMany(path => FilesAt(path, request.Folder, diagnostics)).DistinctBy(Path.GetFullPath)
               from document in DaprFile.Read(file, diagnostics)?.Documents ?? []
               where IsWritten(document, daprd, settings.Namespace, diagnostics)
               select document,
        ];
        diagnostics.AddRange(
        [
            .. Clashes(documents, settings),
            .. documents.SelectMany(document => DocumentValidator.Validate(document, DaprdMode.Kubernetes, daprd)),
            .. ObjectValidator.References(documents),
        ]);
        return documents;
    }

    // What an earlier run wrote into the folder is no input of this one.
    private static IEnumerable<string> FilesAt(string path, string? output, List<Diagnostic> diagnostics)
    {
        if (File.Exists(path))
        {
            return IsOfEarlierRun(path) ? [] : [path];
        }

        try
        {
            if (path.Length == 0)
            {
                throw new DirectoryNotFoundException();
            }

            return [.. DaprFile.In(path).Where(file => !IsOfEarlierRun(file))];
        }
        catch (DirectoryNotFoundException)
        {
            diagnostics.Add(DiagnosticRules.ResourcesMissing.For(Option, $"'{path}' does not exist.", "Correct the path."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(DiagnosticRules.UnreadableResource.For(path, $"cannot be read: {e.Message}", "Make it readable."));
        }

        return [];

        bool IsOfEarlierRun(string file) =>
            output is not null && Real(Path.GetDirectoryName(Path.GetFullPath(file))!) == Real(output) && OutputFolder.IsGenerated(file);

        static string Real(string folder)
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            return Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
        }
    }

    private static bool IsWritten(DaprDocument document, SharedDaprd daprd, string? @namespace, List<Diagnostic> diagnostics)
    {
        var (what, fix) = !document.IsDapr
            ? ($"a document that is not of Dapr's (apiVersion '{document.ApiVersion}')", "Move it out of the folder.")
            : document.Kind == "Configuration" && document.Name != daprd.Options.Config
            ? ($"Configuration '{document.Name}', which daprd is not told to read",
                $"Set shared.daprd.config to '{document.Name}', or move it out of the folder.")
            : @namespace is not null && document.Namespace.Length > 0 && document.Namespace != @namespace
            ? ($"{document.Kind} '{document.Name}' of namespace '{document.Namespace}', which a daprd in '{@namespace}' does not see",
                "Correct or remove its namespace.")
            : ("", "");
        if (what.Length > 0)
        {
            diagnostics.Add(DiagnosticRules.DocumentWithoutEffect.For(document.Path, $"holds {what}, and is not written.", fix));
            return false;
        }

        if (@namespace is not null && document.Namespace.Length == 0 && document.At("metadata") is YamlMappingNode metadata)
        {
            metadata.Children.TryAdd("namespace", @namespace);
        }

        return true;
    }

    private static IEnumerable<Diagnostic> Clashes(IReadOnlyList<DaprDocument> documents, ObjectSettings settings)
    {
        var generated = settings.StartupInputs.OfType<DaprObject>();
        var all = documents.Select(document => (document.Kind, document.Name, Path: $"'{document.Path}'"))
            .Concat(generated.Select(item => (item.Kind, item.Metadata.Name, Path: "the objects of shared.workflows.enabled")));
        return from same in all.GroupBy(item => (item.Kind, item.Name))
               where same.Count() > 1
               select DiagnosticRules.ResourceClash.For(Option,
                   $"{same.Key.Kind} '{same.Key.Name}' is in {string.Join(" and in ", same.Select(item => item.Path))}.",
                   "Keep one of them.");
    }
}

using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Tool;

/// <summary>
/// Files with Dapr resources that a team already has: components, subscriptions, resiliency policies, HTTP endpoints, the Configuration.
/// Their documents are written as they are; only the namespace is added, where all objects get one.
/// </summary>
internal static partial class ResourceFiles
{
    private const string Option = "--resources-path";

    /// <summary>Returns the documents that are written, and reports what is wrong with them.</summary>
    public static IReadOnlyList<DaprDocument> Read(
        IEnumerable<string> paths, SharedDaprd daprd, ObjectSettings settings, List<Diagnostic> diagnostics)
    {
        List<DaprDocument> documents =
        [
            .. from file in paths.SelectMany(path => FilesAt(path, diagnostics)).DistinctBy(Path.GetFullPath)
               from document in DaprFile.Read(file, Option, diagnostics)?.Documents ?? []
               where IsWritten(document, daprd, settings.Namespace, diagnostics)
               select document,
        ];
        var all = documents.Select(document => (document.Kind, document.Name, document.Path)).Concat(
            from item in settings.StartupInputs.OfType<DaprObject>()
            select (item.Kind, item.Metadata.Name, Path: "the objects of shared.workflows.enabled"));
        foreach (var same in all.GroupBy(item => (item.Kind, item.Name)).Where(group => group.Count() > 1))
        {
            diagnostics.Add(DiagnosticRules.ResourceClash.For(Option,
                $"{same.Key.Kind} '{same.Key.Name}' is in {string.Join(" and in ", same.Select(item => $"'{item.Path}'"))}.",
                "Keep one of them."));
        }

        diagnostics.AddRange(from document in documents
                             where document.Kind == "Component"
                             let subject = $"{document.Path} ({document.Name})"
                             from diagnostic in ObjectValidator.Cluster(subject, document.Type, document.Literals)
                             select diagnostic);
        return documents;
    }

    private static IEnumerable<string> FilesAt(string path, List<Diagnostic> diagnostics)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            return DaprFile.In(path);
        }

        diagnostics.Add(DiagnosticRules.ResourcesMissing.For(Option, $"'{path}' does not exist.", "Correct the path."));
        return [];
    }

    private static bool IsWritten(DaprDocument document, SharedDaprd daprd, string? @namespace, List<Diagnostic> diagnostics)
    {
        if (!document.IsDapr)
        {
            diagnostics.Add(DiagnosticRules.DocumentWithoutEffect.For(Option,
                $"'{document.Path}' holds a document that is not of Dapr's (apiVersion '{document.ApiVersion}'), and is not written.",
                "Move it out of the folder."));
            return false;
        }

        if (!Kinds().IsMatch(document.Kind) || !Validator.IsName(document.Name))
        {
            diagnostics.Add(DiagnosticRules.UnreadableResource.For(Option,
                $"'{document.Path}' holds an object of kind '{document.Kind}' with name '{document.Name}', which Kubernetes does not take.",
                "Give it a kind of Dapr's and a DNS name."));
            return false;
        }

        if (@namespace is not null && document.Namespace.Length == 0)
        {
            ((YamlMappingNode)document.Root["metadata"]).Add("namespace", @namespace);
        }
        else if (@namespace is not null && document.Namespace != @namespace)
        {
            diagnostics.Add(DiagnosticRules.DocumentWithoutEffect.For(Option,
                $"'{document.Path}' holds {document.Kind} '{document.Name}' of namespace '{document.Namespace}', "
                + $"which a daprd in '{@namespace}' does not see, and is not written.", "Correct or remove its namespace."));
            return false;
        }

        if (document.Kind == "Configuration" && document.Name != daprd.Options.Config)
        {
            diagnostics.Add(DiagnosticRules.DocumentWithoutEffect.For(Option,
                $"'{document.Path}' holds Configuration '{document.Name}', which daprd is not told to read, and is not written.",
                $"Set shared.daprd.config to '{document.Name}', or move it out of the folder."));
            return false;
        }

        return true;
    }

    [GeneratedRegex(@"^[A-Za-z]+\z")]
    private static partial Regex Kinds();
}

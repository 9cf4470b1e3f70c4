using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>Examines objects of Kubernetes: what is wrong with the shared daprds and sidecars in them.</summary>
internal static partial class Examination
{
    /// <summary>Returns what is wrong.</summary>
    /// <param name="found">The objects.</param>
    /// <param name="controlPlane">The control plane's version, or <see langword="null"/> to take it from the objects.</param>
    public static Report Of(IReadOnlyList<ManifestObject> found, string? controlPlane = null)
    {
        var patches = Kustomization.PatchesIn(found);
        List<ManifestObject> objects = [.. found.Where(item => !patches.Contains(item))];
        // The API server's fields are taken out of Dapr's documents: they are no mistake of what a cluster says.
        List<Finding> documents =
        [
            .. from item in objects.Where(item => item.IsDapr)
               from diagnostic in DaprFile.Clean(item.File, [item.Document])
               where diagnostic.Rule != DiagnosticRules.ServerFields
               select Of(item, diagnostic),
        ];
        var manifests = new Manifests(objects, controlPlane);
        var order = objects.Index().ToDictionary(item => item.Item, item => item.Index);
        return new(
            [
                .. documents
                    .Concat(Documents(manifests))
                    .Concat(from row in DoctorRules.All from spot in row.Check(manifests) select Of(row, spot))
                    .DistinctBy(finding => (finding.Rule.Code, finding.Object, finding.Field, finding.Message))
                    .OrderBy(finding => order[finding.Object])
                    .ThenByDescending(finding => finding.Rule.Severity)
                    .ThenBy(finding => finding.Line)
                    .ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal),
            ],
            [.. NotInInput.OfPatches(patches), .. NotInInput.Of(manifests)],
            manifests.Shared.Count,
            manifests.Daprds.Count - manifests.Shared.Count);
    }

    private static Finding Of(DoctorRule row, Spot spot) => new(
        row.Rule, spot.Object, spot.Field, LineOf(spot.Node, spot.Object), spot.Message, row.Why, spot.Fix);

    // What daprd or the API server refuses in Dapr's own documents is found as in files of an AppHost, for each daprd that loads them.
    private static IEnumerable<Finding> Documents(Manifests manifests)
    {
        var documents = manifests.Objects.Where(item => item.IsDapr).ToList();
        var models = manifests.Daprds.ToDictionary(daprd => daprd, manifests.ModelOf);
        // Of daprds only the version matters, but for components that their pods matter to.
        var ofPods = documents.Where(item => item.Kind == "Component" && IsOfPods(item.Document)).ToHashSet();
        var byDaprd = from loaded in manifests.Loaded
                      let versions = loaded.Daprds.DistinctBy(daprd => daprd.Version).ToList()
                      from item in loaded.Documents
                      from daprd in ofPods.Contains(item) ? loaded.Daprds : versions
                      select (item, daprd);
        var ofDaprds = from pair in byDaprd.DistinctBy(pair =>
                          (pair.item, ofPods.Contains(pair.item) ? pair.daprd : (object?)pair.daprd.Version))
                       from diagnostic in DocumentValidator.Validate(pair.item.Document, DaprdMode.Kubernetes, models[pair.daprd])
                       select (pair.item, diagnostic);
        var nobodys = from item in documents.Except(manifests.Loaded.SelectMany(loaded => loaded.Documents))
                      from diagnostic in DocumentValidator.Validate(item.Document, DaprdMode.Kubernetes, Nobody)
                      where diagnostic.Rule != DiagnosticRules.LocalOnly
                      select (item, diagnostic);
        var references = from beside in documents.GroupBy(item => item.Namespace)
                         let bySubject = beside.ToLookup(item => (item.Document.Subject, item.Kind))
                         from diagnostic in ObjectValidator.References([.. beside.Select(item => item.Document)])
                         let kind = diagnostic.Rule == DiagnosticRules.SameItem ? "Component" : "Resiliency"
                         from item in bySubject[(diagnostic.Subject, kind)]
                         select (item, diagnostic);
        return from found in ofDaprds.Concat(nobodys).Concat(references) select Of(found.item, found.diagnostic);
    }

    // Several pods without a volume are the most that a component may not suit.
    private static bool IsOfPods(DaprDocument component) =>
        ObjectValidator.InPods("", component.Type, component.Literals, Nobody with { Replicas = 2 }).Any();

    private static SharedDaprd Nobody { get; } = new() { AppId = "app", Strategy = SharedStrategy.Deployment };

    private static Finding Of(ManifestObject item, Diagnostic diagnostic)
    {
        var (line, message) = Numbered().Match(diagnostic.Message) is { Success: true } match
            ? (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value)
            : (0, diagnostic.Message);
        var name = MetadataItem().Match(message) is { Success: true } named ? named.Groups[1].Value : null;
        var field = name is not null ? $"spec.metadata[{name}]"
            : FieldPath().Match(message) is { Success: true } path ? path.Value.TrimEnd('.')
            : message.StartsWith("type ", StringComparison.Ordinal) ? "spec.type"
            : "";
        var node = name is not null ? item.Root.ItemsAt("spec", "metadata").FirstOrDefault(metadata => metadata.TextAt("name") == name)
            : item.Root.At(field.Split('.'));
        line = line > 0 ? line : LineOf(node, item);
        return new(diagnostic.Rule, item, field, line, message, $"{diagnostic.Rule.Title}.", diagnostic.Fix);
    }

    private static int LineOf(YamlNode? node, ManifestObject item) => (int)Math.Max(1, (node ?? item.Root).Start.Line);

    [GeneratedRegex(@"^line (\d+): (.*)$", RegexOptions.Singleline)]
    private static partial Regex Numbered();

    [GeneratedRegex("^metadata '([^']*)'")]
    private static partial Regex MetadataItem();

    [GeneratedRegex(@"\b(spec|metadata|auth|scopes)(\.[\w-]+|\[\d+\])+|\bscopes\b")]
    private static partial Regex FieldPath();
}

using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>What a document must not hold, or is better without.</summary>
internal sealed partial record DaprFile
{
    // What the API server sets (apimachinery v0.34 pkg/apis/meta/v1/types.go, ObjectMeta), and what kubectl and Helm note down for
    // themselves: the former object, with the secrets that it had, and the release that it belonged to.
    private static readonly string[]
        _serverFields =
        [
            "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generation", "managedFields",
            "ownerReferences", "resourceVersion", "selfLink", "uid",
        ],
        _serverAnnotations =
        [
            "kubectl.kubernetes.io/last-applied-configuration", "meta.helm.sh/release-name", "meta.helm.sh/release-namespace",
        ];

    internal static IEnumerable<Diagnostic> Clean(string path, List<DaprDocument> documents)
    {
        var ours = documents.Where(document => document.IsDapr).ToList();
        var removed = ours.SelectMany(ServerFields).Distinct().ToList();
        return
        [
            .. removed.Count == 0 ? Array.Empty<Diagnostic>() :
            [
                DiagnosticRules.ServerFields.For(path,
                    $"{string.Join(", ", removed)} belong to the cluster that it was read from, and are left out.",
                    "Remove them from the file."),
            ],
            .. from document in ours
               from scalar in document.Root.AllNodes.OfType<YamlScalarNode>()
               where HelmAction().IsMatch(scalar.Value ?? "")
               select Helm(path, (int)scalar.Start.Line, HelmAction().Match(scalar.Value!).Value),
            .. ours.SelectMany(IllegalNamespace),
        ];
    }

    private static IEnumerable<string> ServerFields(DaprDocument document)
    {
        List<string> removed = [];
        Remove(document.Root, "status");
        if (document.At("metadata") is YamlMappingNode metadata)
        {
            Array.ForEach(_serverFields, field => Remove(metadata, field));
            if (document.At("metadata", "annotations") is YamlMappingNode annotations)
            {
                Array.ForEach(_serverAnnotations, annotation => Remove(annotations, annotation));
                if (annotations.Children.Count == 0)
                {
                    metadata.Children.Remove("annotations");
                }
            }
        }

        return removed;

        void Remove(YamlMappingNode map, string field)
        {
            if (map.Children.Remove(field))
            {
                removed.Add(field);
            }
        }
    }

    // An empty one is none, as for the API server: the object is in the namespace that it is applied to.
    private static IEnumerable<Diagnostic> IllegalNamespace(DaprDocument document)
    {
        if (document.At("metadata", "namespace") is not { } node
            || (node is YamlScalarNode { Value: { } name } && DnsLabel().IsMatch(name) && YamlScalar.TypeOf(node) == YamlScalar.Text))
        {
            yield break;
        }

        ((YamlMappingNode)document.At("metadata")!).Children.Remove("namespace");
        if (!YamlScalar.IsNull(node) && node is not YamlScalarNode { Value: "" })
        {
            yield return DiagnosticRules.IllegalNamespace.For(document.Path,
                $"line {node.Start.Line}: the namespace {YamlScalar.Show(node)} of {document.Kind} '{document.Name}' is none of "
                    + "Kubernetes'.",
                "Write a lower-case DNS label, in quotes where YAML would read a number or a boolean, or remove it.");
        }
    }

    private static Diagnostic Helm(string path, int line, string action) =>
        DiagnosticRules.HelmText.For(path, $"line {line}: '{action}' is Helm's, and nobody evaluates it.",
            "Write the value, or name a file that 'helm template' has written.");

    [GeneratedRegex(@"\{\{.*?\}\}|\{\{[^{}]*\}\}")]
    private static partial Regex HelmAction();

    // Outside comments, and before the text is read as YAML, where it would mean something else or nothing.
    [GeneratedRegex(@"^(?:[^\n#]|(?<=\S)#)*?(\{\{.*?\}\}|\{\{[^{}]*\}\})", RegexOptions.Multiline)]
    private static partial Regex HelmLine();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex DnsLabel();
}

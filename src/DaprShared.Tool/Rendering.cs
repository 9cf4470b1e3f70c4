using System.Text.Json.Nodes;
using DaprShared.Tool.Chart;
using k8s;
using k8s.Models;

namespace DaprShared.Tool;

/// <summary>What is written: the objects of a shared daprd, and the documents of resource files.</summary>
internal sealed record Rendering(
    SharedDaprd Daprd,
    ObjectSettings Settings,
    IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects,
    IReadOnlyList<(string Kind, string Name, string Text)> Documents)
{
    /// <summary>Returns what the values and the resource files become, or <see langword="null"/> when there is a mistake in them.</summary>
    public static Rendering? Of(JsonObject values, RenderRequest request, List<Diagnostic> diagnostics)
    {
        var draft = new Draft { Namespace = request.Namespace };
        ChartValues.Read(values, draft);
        var (daprd, settings) = draft.Complete();
        List<Diagnostic> found = [];
        var documents = ResourceFiles.Read(request, daprd, settings, found);
        daprd = daprd with { Resources = [.. documents.Select(document => document.ToObject())] };
        diagnostics.AddRange(
        [
            .. draft.Diagnostics,
            .. Validator.Validate(daprd, DaprdMode.Kubernetes).Concat(ClusterNeeds.Check(daprd, settings)).Select(ChartDiagnostics.InKeys),
            .. found,
        ]);
        if (diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            return null;
        }

        var generated = settings.StartupInputs.OfType<DaprObject>().ToList();
        var readAtStart = documents.Where(document => document.Kind is "Configuration" or "Resiliency" or "HTTPEndpoint");
        settings = settings with { StartupInputs = [.. generated, .. readAtStart.Select(document => document.ToYaml())] };
        return new(daprd, settings, [.. KubernetesObjects.Build(daprd, settings), .. generated],
            [.. documents.Select(document => (document.Kind, document.Name, document.ToYaml()))]);
    }
}

#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting;

/// <summary>
/// The chart's folder behind the publisher: what an earlier publish has left over is removed, because Helm installs whatever is there, and
/// the value that belongs to no resource and <c>README.md</c> are added.
/// </summary>
internal static class ChartFolder
{
    // The publisher's own first line, which is in front of everything that it writes.
    private const string Separator = "---";

    // Where the publisher writes the objects of a resource that are not in the one file of a shared daprd.
    private static readonly string[] PublishersFiles =
        ["config.yaml", "deployment.yaml", "secrets.yaml", "service.yaml", "statefulset.yaml"];

    public static async Task CompleteAsync(
        string folder,
        List<DaprSharedResource> daprds,
        KubernetesEnvironmentResource publisher,
        PipelineStepContext context)
    {
        HashSet<string> written = [], leftOver = [];
        foreach (var daprd in daprds)
        {
            var published = ChartClients.PublishedTo(daprd, publisher)!;
            var templates = Path.Combine(folder, "templates", daprd.Name);
            var items = published.AdditionalResources.Append(published.Workload).OfType<BaseKubernetesResource>();
            written.UnionWith(items.Select(item => Path.Combine(templates, FileName(daprd, item))));
            if (published.Workload is ChartDaprd chart)
            {
                leftOver.UnionWith(PublishersFiles.Select(name => Path.Combine(templates, name)));
                chart.Restore(published);
            }
        }

        var found = Directory.EnumerateFiles(Path.Combine(folder, "templates"), "*.yaml", SearchOption.AllDirectories);
        leftOver.UnionWith(found.Where(file => !written.Contains(file) && IsOurs(file)));
        foreach (var file in leftOver.Except(written))
        {
            File.Delete(file);
        }

        if (daprds.Exists(daprd => daprd.NeedsTrustBundle))
        {
            var values = Path.Combine(folder, "values.yaml");
            await File.AppendAllTextAsync(values, ChartTrustAnchors.Values, context.CancellationToken).ConfigureAwait(false);
        }

        ChartReadme.Write(folder, daprds, publisher, context.Logger);
    }

    // As the publisher names it.
    private static string FileName(DaprSharedResource daprd, BaseKubernetesResource item)
    {
        var (name, prefix) = (item.Metadata.Name, $"{daprd.Name.ToLowerInvariant()}-");
        return $"{(name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name)}.yaml";
    }

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);
}

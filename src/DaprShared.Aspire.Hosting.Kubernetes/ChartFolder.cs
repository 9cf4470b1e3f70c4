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
    /// <summary>The publisher's own first line, which is in front of everything that it writes.</summary>
    public const string Separator = "---";

    // Where the publisher writes the objects of a resource that are not in the one file of a shared daprd.
    private static readonly string[] PublishersFiles =
        ["config.yaml", "deployment.yaml", "secrets.yaml", "service.yaml", "statefulset.yaml"];

    public static async Task CompleteAsync(
        string folder,
        List<DaprSharedResource> daprds,
        KubernetesEnvironmentResource publisher,
        PipelineStepContext context)
    {
        var templates = Path.Combine(folder, ChartTemplates.FolderName);
        if (!Directory.Exists(templates))
        {
            return; // a chart without a single resource
        }

        var written = (from resource in context.Model.Resources
                       let published = ChartClients.PublishedTo(resource, publisher)
                       where published is not null
                       from item in ObjectsOf(published)
                       select (Resource: resource, File: Path.Combine(templates, resource.Name, FileName(resource, item)))).ToList();
        foreach (var daprd in daprds)
        {
            var published = ChartClients.PublishedTo(daprd, publisher)!;
            if (ChartDaprd.Of(published) is { } chart)
            {
                written.AddRange(chart.Files.Keys.Select(file => ((IResource)daprd, file)));
                chart.Restore(published);
            }
        }

        RemoveLeftOvers(folder, daprds, [.. written.Select(file => file.File)]);
        var ofClients = written.Where(file => ChartClients.RefersToDaprd(file.Resource)).Select(file => file.File);
        Report.To(context.Logger, ChartRecord.Update(folder, [.. written.Select(file => file.File)], ofClients));

        if (daprds.Exists(daprd => daprd.NeedsTrustBundle))
        {
            var values = Path.Combine(folder, "values.yaml");
            await File.AppendAllTextAsync(values, ChartTrustAnchors.Values, context.CancellationToken).ConfigureAwait(false);
        }

        if (daprds.Count > 0)
        {
            ChartReadme.Write(folder, daprds, publisher, context.Logger);
        }
    }

    private static void RemoveLeftOvers(
        string folder,
        List<DaprSharedResource> daprds,
        HashSet<string> written)
    {
        HashSet<string> leftOver = [];
        var templates = Path.Combine(folder, ChartTemplates.FolderName);
        foreach (var daprd in daprds)
        {
            leftOver.UnionWith(PublishersFiles.Select(name => Path.Combine(templates, daprd.Name, name)));
        }

        var found = Directory.EnumerateFiles(templates, "*.yaml", SearchOption.AllDirectories);
        leftOver.UnionWith(found.Where(file => !written.Contains(file) && IsOurs(file)));
        if (daprds.Count == 0)
        {
            string[] ofAll = [Path.Combine(templates, ChartTemplates.FileName), Path.Combine(folder, ChartReadme.FileName)];
            leftOver.UnionWith(ofAll.Where(file => File.Exists(file) && OutputFolder.IsGenerated(file)));
        }

        foreach (var file in leftOver.Except(written))
        {
            Remove(file);
        }
    }

    /// <summary>Removes a file, and its folder when nothing else is in it.</summary>
    public static void Remove(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Directory.Exists(folder))
        {
            File.Delete(file);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    // Those that the publisher writes. A shared daprd writes its own.
    private static IEnumerable<BaseKubernetesResource> ObjectsOf(KubernetesResource published)
    {
        BaseKubernetesResource?[] own = [published.ConfigMap, published.Secret, published.Service, published.Workload];
        return own.Concat(published.AdditionalResources).Where(item => item is not ChartDaprd).OfType<BaseKubernetesResource>();
    }

    /// <summary>Returns the name of an object's file, as the publisher chooses it.</summary>
    public static string FileName(IResource resource, BaseKubernetesResource item)
    {
        var (name, prefix) = (item.Metadata.Name, $"{resource.Name.ToLowerInvariant()}-");
        return $"{(name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name)}.yaml";
    }

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);
}

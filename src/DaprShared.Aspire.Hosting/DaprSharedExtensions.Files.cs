using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Gives a shared daprd the resource files that a team already has: components, subscriptions, resiliency policies, HTTP endpoints.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="path">
    /// The folder, relative to the AppHost. Its <c>*.yaml</c> and <c>*.yml</c> are read, those of folders below are not. It is read when
    /// the application starts or is published, and in run mode when something in it changes.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// In run mode the folder is that of <c>--resources-path</c>. In run mode the files are copied into the container as they are, the
    /// items of a <c>List</c> in its place; addresses in them must be reachable from a container. When published, their documents join
    /// the chart as they are, but for comments and what <c>kubectl get -o yaml</c> adds; no scope and no namespace is added. The files
    /// are never changed. DAPRSHARED032 reports a missing folder, DAPRSHARED033 a file that is not YAML in UTF-8, DAPRSHARED034 names
    /// that clash, DAPRSHARED140 Helm text, DAPRSHARED141 a namespace that is none, DAPRSHARED146 to 150 what Dapr's CRDs do not take.
    /// DAPRSHARED035 warns of a secret in a published file, DAPRSHARED036 of a document that daprd does not read from a folder,
    /// DAPRSHARED143 to 145 of what works on one machine only.
    /// In run mode daprd takes what changes while it runs (hot reload, on since daprd 1.18; an older one is started again); with a mistake
    /// in a file it keeps the last good ones. DAPRSHARED131 reports that it could not get them.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithResourcesFolder(this IResourceBuilder<DaprSharedResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);

        var folder = Path.GetFullPath(path, builder.ApplicationBuilder.AppHostDirectory);
        return WithSource(builder, new ResourcesFolder(builder.Resource.Name, folder));
    }

    internal static IResourceBuilder<DaprSharedResource> WithSource(IResourceBuilder<DaprSharedResource> builder, IResourceSource source)
    {
        AddOnce(builder.Resource.Sources, source);
        return builder;
    }
}

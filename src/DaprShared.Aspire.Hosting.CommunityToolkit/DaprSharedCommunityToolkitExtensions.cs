using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;
using DaprShared.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets shared daprds use the components of CommunityToolkit's Dapr integration.</summary>
public static class DaprSharedCommunityToolkitExtensions
{
    /// <summary>
    /// Gives a shared daprd a component of CommunityToolkit's integration: its name, its type, and its file where it has one.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="component">
    /// The component. The generic types become what they become there: <c>.dapr/components/&lt;type&gt;.yaml</c> beside the AppHost, else
    /// <c>state.in-memory</c>, <c>pubsub.in-memory</c> or <c>secretstores.local.env</c>. The files of <c>dapr init</c> in the home folder
    /// are not used, because their addresses are not those of a container.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// DAPRSHARED041 reports a component with <c>WithMetadata</c>, which only that package can read; DAPRSHARED042 warns of files that a
    /// sidecar would have read in addition.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "CommunityToolkit exports no component that it could take.")]
    public static IResourceBuilder<DaprSharedResource> WithReference(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<IDaprComponentResource> component)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(component);

        FamilyVersion.Check(typeof(DaprSharedResource).Assembly, typeof(DaprSharedCommunityToolkitExtensions).Assembly);
        return With(builder, component);
    }

    // Apart, so that nothing of the main package is touched before its version is checked.
    private static IResourceBuilder<DaprSharedResource> With(
        IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<IDaprComponentResource> component)
    {
        var appHostDirectory = builder.ApplicationBuilder.AppHostDirectory;
        return DaprSharedExtensions
            .WithSource(builder, new ToolkitComponent(builder.Resource.Name, component.Resource, appHostDirectory))
            .WithReferenceRelationship(component.Resource)
            .WaitFor(component);
    }
}

namespace Aspire.Hosting.ApplicationModel;

// In C# these are overloads of WithReference. Other languages have one `withReference` for everything, which asks the two resources.
public sealed partial class DaprSharedResource : IResourceWithCustomWithReference<DaprSharedResource>
{
    static IResourceBuilder<TDestination>? IResourceWithCustomWithReference<DaprSharedResource>.TryWithReference<TDestination>(
        IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResource> source,
        string? connectionName,
        bool optional,
        string? name)
    {
        switch (builder, source)
        {
            case (IResourceBuilder<DaprSharedResource> dapr, IResourceBuilder<DaprSharedConfigurationResource> configuration):
                dapr.WithReference(configuration);
                return builder;
            case (IResourceBuilder<DaprSharedResource> dapr, IResourceBuilder<DaprSharedObjectResource> reference):
                dapr.WithReference(reference);
                return builder;
            case (IResourceBuilder<IResourceWithEnvironment> app, IResourceBuilder<DaprSharedResource> dapr):
                app.WithReference(dapr);
                return builder;
            default:
                return null;
        }
    }
}

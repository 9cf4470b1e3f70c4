using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// The objects of Dapr's kinds that an application publishes. Each is written once, beside the first shared daprd that refers to it.
/// </summary>
internal static class ClusterObjects
{
    /// <summary>The objects of the model, scoped to all app-ids that refer to them.</summary>
    /// <param name="resource">The shared daprd.</param>
    /// <param name="model">The resources that are published to the same place.</param>
    /// <param name="places">Where the items of components stand that are no text.</param>
    public static IEnumerable<DaprObject> OwnedBy(
        DaprSharedResource resource,
        IEnumerable<IResource> model,
        Places places)
    {
        List<DaprSharedResource> daprds = [.. model.OfType<DaprSharedResource>()];
        return
        [
            .. from item in resource.Objects
               let users = daprds.Where(daprd => daprd.Objects.Contains(item)).ToList()
               where users[0] == resource
               select item.ToObject(users.Select(daprd => daprd.AppId), places),
            .. from configuration in resource.Configurations
               where daprds.First(daprd => daprd.Configurations.Contains(configuration)) == resource
               select Configuration(configuration, daprds.Where(daprd => daprd.Configurations.Contains(configuration))),
            .. GeneratedConfiguration(resource),
            .. from source in resource.Sources
               let users = daprds.Where(daprd => daprd.Sources.Exists(other => other.Key.Equals(source.Key))).ToList()
               where users[0] == resource
               from component in source.Read([]).Components
               select DaprObjects.Component(component with { Scopes = [.. users.Select(daprd => daprd.AppId)] }),
        ];
    }

    /// <summary>What a daprd reads only at start: a change of it has to restart daprd.</summary>
    public static IReadOnlyList<object> StartupInputs(DaprSharedResource resource) =>
    [
        .. from configuration in resource.Configurations
           select Configuration(configuration, [resource]),
        .. GeneratedConfiguration(resource),
        .. from resiliency in resource.Objects.OfType<DaprSharedResiliencyResource>() select resiliency.ToObject([], Places.InEnvironment),
        .. from document in resource.ReadFiles().SelectMany(file => file.Documents)
           where document.Kind is "Resiliency" or "HTTPEndpoint"
               || (document.Kind == "Configuration" && document.Name == resource.Options.Config)
           select document.ToYaml(),
    ];

    /// <summary>The documents of Dapr's kinds that users wrote, as they are.</summary>
    public static IEnumerable<DaprDocument> DocumentsOwnedBy(DaprSharedResource resource, IEnumerable<IResource> model)
    {
        List<DaprSharedResource> daprds = [.. model.OfType<DaprSharedResource>()];
        var configurations = ConfigurationsIn(daprds);
        var earlier = (from daprd in daprds.TakeWhile(daprd => daprd != resource)
                       from file in daprd.ReadFiles()
                       select file.Path).ToHashSet();
        return from file in resource.ReadFiles().DistinctBy(file => file.Path)
               where !earlier.Contains(file.Path)
               from document in file.Documents
               where document.IsDapr && (document.Kind != "Configuration" || configurations.Contains(document.Name))
               select document;
    }

    /// <summary>The Configurations that daprds are told to read by name; others in a folder would have no effect.</summary>
    public static HashSet<string?> ConfigurationsIn(IEnumerable<DaprSharedResource> daprds) =>
        [.. daprds.Select(daprd => daprd.Options.Config)];

    // The features that its daprds need, unless the user says otherwise.
    private static DaprObject Configuration(DaprSharedConfigurationResource resource, IEnumerable<DaprSharedResource> daprds)
    {
        var configuration = resource.Configuration;
        var needed = daprds.SelectMany(daprd => ResolvedDaprd.Of(daprd).Daprd.RequiredFeatures).Distinct();
        return DaprObjects.Configuration(configuration with
        {
            Features = needed.Select(feature => KeyValuePair.Create(feature, true))
                .Concat(configuration.Features)
                .GroupBy(feature => feature.Key)
                .ToDictionary(group => group.Key, group => group.Last().Value),
        });
    }

    // Beside a daprd that needs features and has no Configuration of a user's.
    private static IEnumerable<DaprObject> GeneratedConfiguration(DaprSharedResource resource)
    {
        var daprd = ResolvedDaprd.Of(resource).Daprd;
        if (resource.Configurations.Count == 0 && string.IsNullOrEmpty(resource.Options.Config) && daprd.RequiredFeatures.Count > 0)
        {
            yield return DaprObjects.Configuration(new()
            {
                Name = daprd.Options.Config!,
                Features = daprd.RequiredFeatures.ToDictionary(feature => feature, _ => true),
            });
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A Dapr component that shared daprds refer to. In run mode and in Docker Compose a file of theirs, in a cluster a <c>Component</c>
/// object.
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
public sealed partial class DaprSharedComponentResource : DaprSharedObjectResource
{
    // What begins so are daprd's own variables, or values of a chart.
    private static readonly string[] Reserved = ["DAPR_", "DAPRD_"];

    private readonly List<(string Name, object Value, bool IsSecret)> _metadata = [];

    /// <summary>Creates a component.</summary>
    /// <param name="name">The resource's name, which is the component's.</param>
    /// <param name="type">The component's type, for example <c>state.redis</c>.</param>
    /// <param name="version">The version of the type.</param>
    public DaprSharedComponentResource([ResourceName] string name, string type, string version)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(version);
        (Type, Version) = (type, version);
    }

    /// <summary>Gets the component's type.</summary>
    public string Type { get; }

    /// <summary>Gets the version of the type.</summary>
    public string Version { get; }

    internal bool IgnoreErrors { get; set; }

    internal bool IsActorStateStore => _metadata.Any(item => item is { Name: "actorStateStore", Value: "true" });

    internal void SetMetadata(string name, object value, bool isSecret = false)
    {
        _metadata.RemoveAll(item => item.Name == name);
        _metadata.Add((name, value, isSecret));
    }

    /// <summary>
    /// The items that are no text. Each has a variable of daprd's environment: a reference in the container's environment is also what
    /// makes Aspire resolve it for the container and open a tunnel to a process on the host.
    /// </summary>
    internal IEnumerable<MetadataItem> Items =>
        from item in _metadata
        where item.Value is not string
        let isKey = item.IsSecret && Type.StartsWith("state.", StringComparison.OrdinalIgnoreCase) && StateEncryption.IsKey(item.Name)
        let variable = isKey ? StateEncryption.Variable(VariableOf(item.Name)) : VariableOf(item.Name)
        select new MetadataItem(Name, item.Name, variable, item.Value, item.IsSecret, isKey);

    /// <summary>The values that refer to other resources.</summary>
    internal IEnumerable<object> References => from item in _metadata where item.Value is not string select item.Value;

    internal DaprComponent ToComponent(IEnumerable<string> appIds, Places places)
    {
        var items = Items.ToDictionary(item => item.Name);
        return new()
        {
            Name = Name,
            Type = Type,
            Version = Version,
            IgnoreErrors = IgnoreErrors,
            SecretStore = places.SecretStore,
            Scopes = ScopesOr(appIds),
            Metadata = [.. _metadata.Select(item => item.Value is string text ? new(item.Name, text) : places.Of(items[item.Name]))],
        };
    }

    internal override DaprObject ToObject(IEnumerable<string> appIds, Places places) =>
        DaprObjects.Component(ToComponent(appIds, places));

    internal override IEnumerable<Diagnostic> Validate(DaprdMode mode) =>
    [
        .. ObjectValidator.Validate(ToComponent([], Places.InEnvironment), mode),
        .. from item in Items
           where item is { IsSecret: true, Value: ParameterResource { Secret: false } }
           let parameter = (ParameterResource)item.Value
           select DiagnosticRules.TokenNotSecret.For(
               Name,
               $"metadata '{item.Name}' of WithSecretMetadata is the parameter '{parameter.Name}', "
               + "which is shown in the dashboard and published as plain text.",
               "Declare it with AddParameter(name, secret: true), or use WithMetadata."),
        .. from item in Items
           from endpoint in EndpointsOf(item.Value)
           where !endpoint.Exists
           select DiagnosticRules.EndpointMissing.For(
               Name,
               $"metadata '{item.Name}' refers to endpoint '{endpoint.EndpointName}', which '{endpoint.Resource.Name}' does not have.",
               "Name one that it has, or add the endpoint."),
    ];

    // Those that the AppHost itself names.
    private static IEnumerable<EndpointReference> EndpointsOf(object value) => value switch
    {
        EndpointReference endpoint => [endpoint],
        EndpointReferenceExpression property => [property.Endpoint],
        ReferenceExpression { IsConditional: false } expression => expression.ValueProviders.SelectMany(EndpointsOf),
        _ => [],
    };

    // "statestore" and "redisHost" become STATESTORE_REDISHOST. A leading DAPR_ would be refused by daprd, and some are daprd's own.
    private string VariableOf(string item)
    {
        var name = NotInVariable().Replace($"{Name}_{item}", "_").ToUpper(CultureInfo.InvariantCulture);
        var isTaken = Reserved.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || OwnVariables.Has(name, DaprdMode.Kubernetes);
        return isTaken ? "COMPONENT_" + name : name;
    }

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotInVariable();
}

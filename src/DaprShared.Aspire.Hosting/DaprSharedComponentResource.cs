using System.Globalization;
using System.Text.RegularExpressions;
using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Dapr component that shared daprds refer to. In run mode and in Docker Compose a file of theirs, in a cluster a <c>Component</c> object.</summary>
public sealed partial class DaprSharedComponentResource : DaprSharedObjectResource
{
    private readonly List<Item> _metadata = [];

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
        _metadata.Add(new(name, value, isSecret));
    }

    /// <summary>
    /// The environment of daprd that the component reads its references and secrets from. A reference in the container's environment is also
    /// what makes Aspire resolve it for the container and open a tunnel to a process on the host.
    /// </summary>
    internal IEnumerable<(string Variable, object Value, string Item)> Environment =>
        from item in _metadata where item.Value is not string select (VariableOf(item), item.Value, item.Name);

    /// <summary>Whether a metadata item is a secret.</summary>
    internal bool HasSecrets => _metadata.Exists(item => item.IsSecret);

    /// <summary>The values that refer to other resources.</summary>
    internal IEnumerable<object> References => from item in _metadata where item.Value is not string select item.Value;

    /// <summary>The component with references and secrets read from daprd's environment, or secrets from a Secret of the cluster.</summary>
    internal DaprComponent ToComponent(IEnumerable<string> appIds, Func<string, TokenReference>? secretOf = null) => new()
    {
        Name = Name,
        Type = Type,
        Version = Version,
        IgnoreErrors = IgnoreErrors,
        Scopes = ScopesOr(appIds),
        Metadata =
        [
            .. from item in _metadata
               select item switch
               {
                   { Value: string text } => new ComponentMetadata(item.Name, text),
                   { IsSecret: true } when secretOf is not null => new(item.Name, Secret: secretOf(VariableOf(item))),
                   _ => new(item.Name, EnvironmentVariable: VariableOf(item)),
               },
        ],
    };

    internal override DaprObject ToObject(IEnumerable<string> appIds, Func<string, TokenReference>? secretOf = null) =>
        DaprObjects.Component(ToComponent(appIds, secretOf));

    internal override IEnumerable<Diagnostic> Validate(DaprdMode mode) =>
    [
        .. ObjectValidator.Validate(ToComponent([]), mode),
        .. from item in _metadata
           where item is { IsSecret: true, Value: ParameterResource { Secret: false } }
           select DiagnosticRules.TokenNotSecret.For(Name, $"metadata '{item.Name}' of WithSecretMetadata is the parameter '{((ParameterResource)item.Value).Name}', which is shown in the dashboard and published as plain text.",
               "Declare it with AddParameter(name, secret: true), or use WithMetadata."),
    ];

    // "statestore" and "redisHost" become STATESTORE_REDISHOST. A leading DAPR_ would be refused by daprd, and some are daprd's own.
    private string VariableOf(Item item)
    {
        var name = NotInVariable().Replace($"{Name}_{item.Name}", "_").ToUpper(CultureInfo.InvariantCulture);
        return name.StartsWith("DAPR_", StringComparison.Ordinal) || OwnVariables.Has(name, DaprdMode.Kubernetes) || ChartValues.Variables.Contains(name) ? "COMPONENT_" + name : name;
    }

    private sealed record Item(string Name, object Value, bool IsSecret);

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotInVariable();
}

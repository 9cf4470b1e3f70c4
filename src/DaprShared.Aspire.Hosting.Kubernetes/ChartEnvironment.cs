using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// daprd's environment in a chart: the publisher's ConfigMap and Secret, and how daprd reads them. Secrets of components are in the Secret
/// and not in the environment: the objects of the components name their keys.
/// </summary>
internal sealed record ChartEnvironment
{
    private static readonly string[] Tokens = [AppEnvironment.ApiToken, AppEnvironment.AppToken];

    private readonly HashSet<string> _ofComponents = [];
    private readonly IReadOnlyDictionary<string, TokenReference> _tokens = new Dictionary<string, TokenReference>();
    private readonly IReadOnlyList<string> _texts = [];
    private readonly Dictionary<MetadataItem, string> _keys = [];
    private readonly Dictionary<string, string> _labels;
    private readonly bool _isInjected, _hasPem;

    private ChartEnvironment(ResolvedDaprd daprd, KubernetesResource published)
    {
        (_isInjected, _hasPem) = (daprd.Daprd.Injection is not null, daprd.Daprd.TrustAnchors?.Pem?.Reference is not null);
        _ofComponents =
        [
            .. from component in daprd.Resource.Components
               from item in component.Items
               where item.IsSecret
               select item.Variable,
        ];
        (ConfigMap, Secret) = (published.ConfigMap, published.Secret);
        _texts = [.. ChartValues.DataOf(published).SelectMany(data => data.Values)];
        var tokens = new Dictionary<string, TokenReference>();
        var places = _isInjected ? InjectedTokens(daprd.Daprd.AppId) : Tokens.Select(token => (token, (string?)null));
        foreach (var (variable, secretName) in places)
        {
            if (Secret?.StringData.ContainsKey(variable) != true)
            {
                continue;
            }

            tokens[variable] = secretName is null ? new(Secret.Metadata.Name, variable) : new(secretName);
            if (secretName is not null)
            {
                Secrets = [.. Secrets, SecretOf(
                    daprd.Resource,
                    secretName,
                    new() { ["token"] = ChartValues.Take(published, variable)! },
                    published.Workload!.Metadata.Labels,
                    isPart: true)];
                Secret = published.Secret;
            }
        }

        _tokens = tokens;
        foreach (var item in daprd.Resource.Components.SelectMany(component => component.Items).Where(item => item.IsKey))
        {
            if (ChartValues.Take(published, item.Variable) is { } expression)
            {
                _keys[item] = expression;
            }
        }

        Secret = published.Secret;
        _labels = published.Workload!.Metadata.Labels;
        if (_isInjected && ConfigMap is not null)
        {
            // The injector reads no ConfigMap.
            Secret ??= new()
            {
                Metadata =
                {
                    Name = $"{daprd.Resource.Name.ToLowerInvariant()}-secrets",
                    Labels = published.Workload!.Metadata.Labels,
                },
            };
            foreach (var (variable, expression) in ConfigMap.Data)
            {
                Secret.StringData[variable] = expression;
            }

            ConfigMap = null;
        }
    }

    /// <summary>Gets the ConfigMap.</summary>
    public ConfigMap? ConfigMap { get; }

    /// <summary>Gets the Secret.</summary>
    public Secret? Secret { get; }

    /// <summary>Gets the Secrets of tokens. Of a token's Secret the injector reads only the key <c>token</c>.</summary>
    public IReadOnlyList<ChartManifest> Secrets { get; } = [];

    /// <summary>Returns the environment that the publisher has made. Its tokens fail where they are empty.</summary>
    public static ChartEnvironment Of(ResolvedDaprd daprd, KubernetesResource published)
    {
        foreach (var token in Tokens)
        {
            if (published.Secret?.StringData.TryGetValue(token, out var expression) == true
                && expression.Contains(".Values.", StringComparison.Ordinal))
            {
                var why = $"{token} of {daprd.Resource.Name} is empty and would protect nothing.";
                published.Secret.StringData[token] = ChartText.Expression(ChartTemplates.Required(ChartText.CodeOf(expression), why));
            }
        }

        return new(daprd, published);
    }

    /// <summary>Returns where a token is, or <see langword="null"/> where there is none.</summary>
    public TokenReference? Token(string variable) => _tokens.GetValueOrDefault(variable);

    /// <summary>
    /// Returns the Secrets of keys that daprd encrypts state with. A component is published once, beside the first daprd that refers to it,
    /// and so are its keys.
    /// </summary>
    public IEnumerable<ChartManifest> KeysOf(DaprSharedResource resource, IReadOnlyList<IResource> model) =>
        from keys in _keys.GroupBy(pair => pair.Key.KeySecret.SecretName!)
        let component = keys.First().Key.Component
        where model.OfType<DaprSharedResource>().First(daprd => daprd.Components.Any(other => other.Name == component)) == resource
        select SecretOf(resource, keys.Key, keys.ToDictionary(pair => pair.Key.Name, pair => pair.Value), _labels, isPart: false);

    /// <summary>Returns a text that changes with the environment, which daprd reads at start only.</summary>
    public string? Checksum(DaprSharedResource resource) => _texts.Count == 0 && !_hasPem ? null
        : $"sha256-{ChartText.Expression(ChartTemplates.Environment(ChartValues.Section(resource), _texts))}";

    /// <summary>Returns what the injector reads from Secrets: all of it, beside what stands in the manifest.</summary>
    public IReadOnlyDictionary<string, TokenReference> SecretEnvironment(PodSettings pod)
    {
        if (!_isInjected)
        {
            return pod.SecretEnvironment;
        }

        var ofUsers = from variable in OfUsers.Except(pod.Environment.Keys)
                      select KeyValuePair.Create(variable, new TokenReference(Secret!.Metadata.Name, variable));
        return pod.SecretEnvironment.Concat(ofUsers).DistinctBy(pair => pair.Key).ToDictionary();
    }

    /// <summary>
    /// Lets a container read what users and components have put there, beside the variables that the builder sets itself.
    /// </summary>
    public void AddTo(ContainerV1 container)
    {
        if (ConfigMap is not null)
        {
            container.EnvFrom.Add(new() { ConfigMapRef = new() { Name = ConfigMap.Metadata.Name } });
        }

        foreach (var variable in OfUsers)
        {
            container.Env.Add(new()
            {
                Name = variable,
                ValueFrom = new() { SecretKeyRef = new() { Name = Secret!.Metadata.Name, Key = variable } },
            });
        }
    }

    // The keys of the Secret that are neither a token nor a component's.
    private IEnumerable<string> OfUsers => Secret is null ? [] : Secret.StringData.Keys.Except(Tokens).Except(_ofComponents);

    private static IEnumerable<(string Variable, string? Secret)> InjectedTokens(string appId) =>
        [(AppEnvironment.ApiToken, ObjectNames.TokenSecret(appId)), (AppEnvironment.AppToken, ObjectNames.AppTokenSecret(appId))];

    private static ChartManifest SecretOf(
        DaprSharedResource resource,
        string name,
        Dictionary<string, string> data,
        Dictionary<string, string> labels,
        bool isPart)
    {
        V1Secret secret = new()
        {
            ApiVersion = "v1",
            Kind = "Secret",
            Type = "Opaque",
            Metadata = new() { Name = name, Labels = labels },
            StringData = data,
        };
        return new(resource.Name, secret, ManifestYaml.ToJson(secret)) { IsPart = isPart };
    }
}

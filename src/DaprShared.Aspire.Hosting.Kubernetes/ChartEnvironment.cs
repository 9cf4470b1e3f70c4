using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// daprd's environment in a chart: the publisher's ConfigMap and Secret, and how daprd reads them. Secrets of components are in the Secret
/// and not in the environment: the objects of the components name their keys.
/// </summary>
internal sealed class ChartEnvironment
{
    private static readonly string[] Tokens = [AppEnvironment.ApiToken, AppEnvironment.AppToken];

    private readonly HashSet<string> _ofComponents;
    private readonly Dictionary<string, TokenReference> _tokens = [];
    private readonly Dictionary<MetadataItem, string> _keys = [];
    private readonly List<string> _texts;
    private readonly Dictionary<string, string> _labels;
    private readonly bool _isInjected, _hasPem;

    private ChartEnvironment(ResolvedDaprd daprd, KubernetesResource published)
    {
        List<MetadataItem> items = [.. daprd.Resource.Components.SelectMany(component => component.Items)];
        _ofComponents = [.. items.Where(item => item.IsSecret).Select(item => item.Variable)];
        _labels = published.Workload!.Metadata.Labels;
        (_isInjected, _hasPem) = (daprd.Daprd.Injection is not null, daprd.Daprd.TrustAnchors?.Pem?.Reference is not null);
        // Before anything is taken out of it: what has a Secret of its own is read at start, too.
        _texts = [.. ChartValues.DataOf(published).SelectMany(data => data.Values)];

        List<ChartManifest> secrets = [];
        foreach (var variable in Tokens.Where(token => published.Secret?.StringData.ContainsKey(token) == true))
        {
            if (!_isInjected)
            {
                _tokens[variable] = new(published.Secret!.Metadata.Name, variable);
                continue;
            }

            var name = InjectedSecret(variable, daprd.Daprd.AppId);
            _tokens[variable] = new(name);
            secrets.Add(SecretOf(daprd.Resource, name, new() { ["token"] = ChartValues.Take(published, variable)! }, isPart: true));
        }

        foreach (var item in items.Where(item => item.IsKey))
        {
            if (ChartValues.Take(published, item.Variable) is { } expression)
            {
                _keys[item] = expression;
            }
        }

        (ConfigMap, Secret, Secrets) = (published.ConfigMap, published.Secret, secrets);
        if (_isInjected && ConfigMap is not null)
        {
            // The injector reads no ConfigMap.
            Secret ??= new() { Metadata = { Name = $"{daprd.Resource.Name.ToLowerInvariant()}-secrets", Labels = _labels } };
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
    public IReadOnlyList<ChartManifest> Secrets { get; }

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
        select SecretOf(resource, keys.Key, keys.ToDictionary(pair => pair.Key.Name, pair => pair.Value), isPart: false);

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

    private static string InjectedSecret(string token, string appId) =>
        token == AppEnvironment.ApiToken ? ObjectNames.TokenSecret(appId) : ObjectNames.AppTokenSecret(appId);

    private ChartManifest SecretOf(DaprSharedResource resource, string name, Dictionary<string, string> data, bool isPart)
    {
        V1Secret secret = new()
        {
            ApiVersion = "v1",
            Kind = "Secret",
            Type = "Opaque",
            Metadata = new() { Name = name, Labels = _labels },
            StringData = data,
        };
        return new(resource.Name, secret, ManifestYaml.ToJson(secret)) { IsPart = isPart };
    }
}

using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprdStandIn.Resources;

/// <summary>Reads the resource directories, with daprd's rules for what is skipped and what is fatal.</summary>
internal sealed class ResourceLoader(string appId, string? ownNamespace, Log log)
{
    public ResourceSet Load(IEnumerable<string> directories)
    {
        var components = new List<ComponentManifest>();
        var subscriptions = new List<Subscription>();
        var resiliency = new Resiliency();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var document in directories.SelectMany(Documents).Where(IsMine))
        {
            var (apiVersion, kind, name) = (document.Text("apiVersion"), document.Text("kind"), document.Text("metadata", "name"));
            switch (apiVersion, kind)
            {
                case ("dapr.io/v1alpha1", "Component"):
                    var component = Component(document, name);
                    if (names.TryGetValue(name, out var existing))
                    {
                        throw new FatalException(
                            $"failed to load components: duplicate definition of Component name {component} with existing {existing}");
                    }

                    if (InScope(document))
                    {
                        names[name] = component.ToString();
                        components.Add(component);
                    }

                    break;

                case ("dapr.io/v1alpha1" or "dapr.io/v2alpha1", "Subscription"):
                    if (InScope(document))
                    {
                        subscriptions.Add(Subscription(document));
                    }

                    break;

                case ("dapr.io/v1alpha1", "Resiliency"):
                    if (InScope(document))
                    {
                        resiliency.Add(document, log);
                    }

                    break;

                case (_, "HTTPEndpoint" or "MCPServer" or "WorkflowAccessPolicy"):
                    log.Warn($"the stand-in does not act on {kind} {name}");
                    break;
            }
        }

        return new(components, subscriptions, resiliency);
    }

    /// <summary>Later files win. Environment variables are expanded in these files only, not in resources.</summary>
    public static DaprConfiguration LoadConfiguration(IEnumerable<string> files, Func<string, string?> environment)
    {
        var configuration = new DaprConfiguration();
        foreach (var file in files)
        {
            try
            {
                foreach (var spec in Yaml.Documents(GoEnvironment.Expand(File.ReadAllText(file), environment)).Select(d => d.At("spec")))
                {
                    configuration = configuration with
                    {
                        Resolver = Either(spec.Text("nameResolution", "component"), configuration.Resolver),
                        NameFormat = Either(spec.Text("nameResolution", "configuration", "format"), configuration.NameFormat),
                        Tracing = Tracing(spec.At("tracing"), configuration.Tracing),
                        SecretScopes = [.. spec.Items("secrets", "scopes").Select(SecretScope)],
                    };
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
            {
                throw new FatalException($"error loading configuration: {e.Message}");
            }
        }

        return configuration;

        static string Either(string given, string otherwise) => given.Length > 0 ? given : otherwise;

        static SecretScope SecretScope(YamlNode scope) => new(
            scope.Text("storeName"),
            scope.Text("defaultAccess").Equals("deny", StringComparison.OrdinalIgnoreCase),
            [.. scope.Items("allowedSecrets").Select(secret => secret.Text())],
            [.. scope.Items("deniedSecrets").Select(secret => secret.Text())]);

        static TracingSettings Tracing(YamlNode? tracing, TracingSettings otherwise) => new()
        {
            SamplingRate = Either(tracing.Text("samplingRate"), otherwise.SamplingRate),
            Endpoint = Either(tracing.Text("otel", "endpointAddress"), otherwise.Endpoint),
            Protocol = Either(tracing.Text("otel", "protocol"), otherwise.Protocol),
            IsSecure = GoText.ParseBool(tracing.Text("otel", "isSecure")) ?? otherwise.IsSecure,
            Headers = tracing.At("otel", "headers") is YamlSequenceNode headers ? [.. headers.Select(header => header.Text())]
                : tracing.Text("otel", "headers") is { Length: > 0 } text ? [text]
                : otherwise.Headers,
            Timeout = GoText.ParseDuration(tracing.Text("otel", "timeout")) ?? otherwise.Timeout,
        };
    }

    /// <summary>The files of one directory, not of its subdirectories: a missing directory is fatal, a bad file is not.</summary>
    private List<YamlNode> Documents(string directory)
    {
        string[] files;
        try
        {
            files = [.. Directory.GetFiles(directory).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FatalException($"failed to load components: open {directory}: {e.Message}");
        }

        var documents = new List<YamlNode>();
        foreach (var file in files)
        {
            if (Path.GetExtension(file) is not (".yaml" or ".yml"))
            {
                log.Warn($"A non-YAML Component file {Path.GetFileName(file)} was detected, it will not be loaded");
                continue;
            }

            try
            {
                documents.AddRange(Yaml.Documents(File.ReadAllText(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
            {
                log.Warn($"daprd load Component error when parsing manifests yaml resource in {file}: {e.Message}");
            }
        }

        return documents;
    }

    /// <summary>The namespace of a resource counts only where daprd itself has one (NAMESPACE).</summary>
    private bool IsMine(YamlNode document) =>
        ownNamespace is null || document.Text("metadata", "namespace") is var ns && (ns.Length == 0 || ns == ownNamespace);

    private bool InScope(YamlNode document)
    {
        var scopes = document.Items("scopes").Select(scope => scope.Text()).ToList();
        return scopes.Count == 0 || scopes.Contains(appId);
    }

    private static ComponentManifest Component(YamlNode document, string name)
    {
        var spec = document.At("spec");
        return new(
            name,
            spec.Text("type"),
            spec.Text("version"),
            [.. spec.Items("metadata").Select(Item)],
            document.Text("auth", "secretStore") is { Length: > 0 } store ? store : null,
            GoText.IsTruthy(spec.Text("ignoreErrors")),
            GoText.ParseDuration(spec.Text("initTimeout")) ?? TimeSpan.FromSeconds(5));
    }

    private static MetadataItem Item(YamlNode item) => new(
        item.Text("name"),
        (item.At("value") as YamlScalarNode)?.Value,
        item.Text("envRef") is { Length: > 0 } variable ? variable : null,
        item.Text("secretKeyRef", "name") is { Length: > 0 } secret ? secret : null,
        item.Text("secretKeyRef", "key") is { Length: > 0 } key ? key : null);

    private Subscription Subscription(YamlNode document)
    {
        var spec = document.At("spec");
        if (GoText.IsTruthy(spec.Text("bulkSubscribe", "enabled")))
        {
            log.Warn("the stand-in delivers one message at a time; "
                + $"bulkSubscribe of Subscription {document.Text("metadata", "name")} is not in effect");
        }

        var rules = spec.Items("routes", "rules").Select(rule => new Rule(rule.Text("match"), rule.Text("path"))).ToList();
        var route = document.Text("apiVersion") == "dapr.io/v2alpha1" ? spec.Text("routes", "default") : spec.Text("route");
        if (route.Length > 0)
        {
            rules.Add(new("", route));
        }

        return new(
            SubscriptionType.Declarative,
            spec.Text("pubsubname"),
            spec.Text("topic"),
            spec.Pairs("metadata"),
            rules,
            spec.Text("deadLetterTopic"));
    }
}

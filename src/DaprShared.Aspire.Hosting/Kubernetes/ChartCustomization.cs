using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// Puts the objects of the one builder into Aspire's Helm chart, in place of the Deployment and the Service that the publisher made. What the
/// publisher knows better is taken from those: resolved references, labels, names, and the ConfigMap and Secret of the environment.
/// </summary>
internal static class ChartCustomization
{
    public static void Apply(DaprSharedResource resource, KubernetesResource published, IDistributedApplicationBuilder builder)
    {
        var model = PublishTarget.Beside(resource, [.. builder.Resources]);
        var generated = published.Workload!.PodTemplate.Spec.Containers[0];
        var labels = published.Workload.Metadata.Labels.ToDictionary(label => label.Key, label => ChartText.Helm(label.Value));
        var daprd = SharedDaprdFactory.Create(resource);
        daprd = daprd with { ExtraArguments = [.. UsersArguments(daprd, generated.Args).Select(text => TextOrReference.FromText(text.Contains(".Values.", StringComparison.Ordinal) ? ChartText.Helm(text) : text))] };
        daprd = WithVolumes(daprd, published.Workload.PodTemplate.Spec);
        foreach (var token in new[] { AppEnvironment.ApiToken, AppEnvironment.AppToken })
        {
            if (published.Secret?.StringData.TryGetValue(token, out var expression) == true && expression.Contains(".Values.", StringComparison.Ordinal))
            {
                published.Secret.StringData[token] = ChartText.Expression(ChartTemplates.Required(ChartText.CodeOf(expression), $"{token} of {resource.Name} is empty and would protect nothing."));
            }
        }

        ChartValues.TakeParts(published);
        Telemetry.Complete(published, resource, builder);
        var resolve = Resolver(daprd, resource, generated, published);
        var image = resource.HasImageBuild ? generated.Image : ChartValues.Take(published, ChartValues.Image);
        var replicas = ChartValues.Take(published, ChartValues.Replicas); // ChartDaprd writes it
        var quantities = ChartValues.Quantities.Select(quantity => (quantity.IsLimit, quantity.Resource, Expression: ChartValues.Take(published, quantity.Variable))).Where(quantity => quantity.Expression is not null).ToList();
        daprd = daprd with { Options = daprd.Options with { LogLevel = ChartValues.Take(published, ChartValues.LogLevel) is { } level ? ChartText.Helm(level) : daprd.Options.LogLevel } };
        if (quantities.Find(quantity => quantity is { IsLimit: true, Resource: "memory" }).Expression is { } memoryLimit)
        {
            daprd = daprd with { Pod = daprd.Pod with { MemoryLimitForGo = ChartText.Helm(ChartText.Expression(ChartTemplates.MemoryLimitForGo(ChartText.CodeOf(memoryLimit)))) } };
        }

        daprd = WithTrustAnchors(daprd, resource, published, model);
        daprd = daprd.Injection is null
            ? daprd with
            {
                ApiToken = resource.ApiToken is null ? null : new(published.Secret!.Metadata.Name, AppEnvironment.ApiToken),
                AppToken = resource.AppToken is null ? null : new(published.Secret!.Metadata.Name, AppEnvironment.AppToken),
            }
            : WithInjectedEnvironment(daprd, resource, published);
        if (published.ConfigMap is not null || published.Secret is not null || resource.TrustAnchors?.Pem?.Reference is not null)
        {
            // daprd reads its environment only at start.
            // What is no variable of it is not hashed: another number of replicas has to leave the pods alone.
            var texts = new[] { published.ConfigMap?.Data, published.Secret?.StringData }.OfType<Dictionary<string, string>>().SelectMany(data => data.Values);
            daprd = WithAnnotation(daprd, "checksum/environment", ChartText.Helm($"sha256-{ChartText.Expression(ChartTemplates.Environment(ChartValues.Section(resource), texts))}"));
        }

        var objects = KubernetesObjects.Build(daprd, new()
        {
            // The app's variables resolve to this name.
            ApiServiceName = published.Service!.Metadata.Name,
            Labels = labels,
            AppPods = AppPods(resource, published, builder.Resources),
            StartupInputs = ClusterObjects.StartupInputs(resource),
            Resolve = resolve,
        });

        published.AdditionalResources.AddRange(from item in ClusterObjects.OwnedBy(resource, model, variable => new(published.Secret!.Metadata.Name, variable))
                                               select new ChartManifest(resource.Name, item.Content, ChartText.Finish(item.Content)));
        published.AdditionalResources.AddRange(from document in ClusterObjects.DocumentsOwnedBy(resource, model) select new ChartDocument(resource.Name, document));
        foreach (var manifest in objects)
        {
            var json = ChartText.Finish(manifest);
            switch (manifest)
            {
                case V1DaemonSet:
                    published.Workload = AspireObjects.FromJson<DaemonSet>(json, isWhole: false);
                    published.Annotations.Add(new ChartWorkloadSource(published.Workload, json, Replicas: null, published.Secret?.Metadata.Name, published.ConfigMap?.Metadata.Name));
                    break;
                case V1Deployment deployment:
                    var converted = AspireObjects.FromJson<Deployment>(json, isWhole: false);
                    converted.Spec.Replicas = deployment.Spec.Replicas; // the publisher's default is 1, an autoscaler's none
                    published.Workload = converted;
                    published.Annotations.Add(new ChartWorkloadSource(converted, json, replicas, published.Secret?.Metadata.Name, published.ConfigMap?.Metadata.Name));
                    break;
                case V1Service service when service.Metadata.Name == published.Service.Metadata.Name:
                    var api = AspireObjects.FromJson<Service>(json);
                    KeepPorts(api, published.Service, resource);
                    published.Service = api;
                    break;
                default:
                    published.AdditionalResources.Add(new ChartManifest(resource.Name, manifest, json) { IsPart = true });
                    break;
            }
        }

        var pod = published.Workload.PodTemplate;
        foreach (var (isLimit, name, expression) in quantities)
        {
            if (daprd.Injection is not null)
            {
                pod.Metadata.Annotations[$"dapr.io/sidecar-{name}-{(isLimit ? "limit" : "request")}"] = expression!;
            }
            else
            {
                (isLimit ? pod.Spec.Containers[0].Resources!.Limits : pod.Spec.Containers[0].Resources!.Requests)[name] = expression!;
            }
        }

        if (daprd.Injection is null)
        {
            pod.Spec.Containers[0].Image = image ?? daprd.Image.ToString();
            KeepEnvironment(generated, published);
        }
        else if (image is not null)
        {
            pod.Metadata.Annotations["dapr.io/sidecar-image"] = image;
        }
    }

    // Those of the container without ours, wherever a user has put them.
    private static List<string> UsersArguments(SharedDaprd daprd, IEnumerable<string> arguments)
    {
        List<string> users = [.. arguments];
        foreach (var ours in DaprdCommandLine.Build(daprd, DaprdMode.Standalone))
        {
            var index = users.FindIndex(text => ours.Value.Text is { } value ? text == ours.Prefix + value : text.StartsWith(ours.Prefix, StringComparison.Ordinal));
            if (index >= 0)
            {
                users.RemoveAt(index);
            }
        }

        return users;
    }

    // Whoever refers to an endpoint was given the name and the port that the publisher has chosen for it.
    private static void KeepPorts(Service service, Service generated, DaprSharedResource resource)
    {
        foreach (var (port, endpoint) in service.Spec.Ports.Zip([resource.HttpEndpoint, resource.GrpcEndpoint]))
        {
            if (generated.Spec.Ports.FirstOrDefault(other => other.Name == endpoint.EndpointName) is { } other)
            {
                (port.Name, port.Port) = (other.Name, other.Port);
            }
        }
    }

    // The publisher has already written each reference as the chart needs it, or what a part of it is computed from: those of the command line as
    // arguments, the others as environment.
    private static Func<object, string> Resolver(SharedDaprd daprd, DaprSharedResource resource, ContainerV1 generated, KubernetesResource published)
    {
        var resolved = (from argument in DaprdCommandLine.Build(daprd, DaprdMode.Standalone)
                        where argument.Value.Reference is not null
                        let text = generated.Args.First(text => text.StartsWith(argument.Prefix, StringComparison.Ordinal))[argument.Prefix.Length..]
                        select (Reference: argument.Value.Reference!, Text: argument.Value.Reference is UrlPart part ? part.ToHelm(text) : text)).ToList();
        if (resource.TrustAnchors?.Pem?.Reference is { } pem && ChartValues.Take(published, ChartValues.TrustAnchors) is { } expression)
        {
            resolved.Add((pem, ChartText.Expression(ChartTemplates.Required($"({ChartText.CodeOf(expression)} | trim)", $"The trust anchors of {resource.Name} are empty.", "--set-file"))));
        }

        return reference => ChartText.Helm(resolved.First(pair => ReferenceEquals(pair.Reference, reference)).Text);
    }

    // Those of WithVolume and WithPersistentVolume, with the group that the publisher opens the claims to. A volume of WithPodSettings stands in their place.
    private static SharedDaprd WithVolumes(SharedDaprd daprd, PodSpecV1 generated)
    {
        var volumes = generated.Volumes.ExceptBy(daprd.Pod.Volumes.Select(own => own.Name), volume => volume.Name).ToList();
        if (volumes.Count == 0)
        {
            return daprd;
        }

        static T Typed<T>(object part) => KubernetesJson.Deserialize<T>(AspireObjects.ToJson(part).ToJsonString());
        var security = daprd.Pod.PodSecurityContext;
        if (security is null && generated.SecurityContext is { FsGroup: { } group } opened)
        {
            security = PodSettings.HardenedPod;
            (security.FsGroup, security.FsGroupChangePolicy) = (group, opened.FsGroupChangePolicy);
        }

        return daprd with
        {
            Pod = daprd.Pod with
            {
                Volumes = [.. daprd.Pod.Volumes, .. volumes.Select(Typed<V1Volume>)],
                VolumeMounts = [.. daprd.Pod.VolumeMounts, .. generated.Containers[0].VolumeMounts.Where(mount => volumes.Any(volume => volume.Name == mount.Name)).Select(Typed<V1VolumeMount>)],
                PodSecurityContext = security,
            },
        };
    }

    // Where nothing is said: one ConfigMap for all daprds of the chart, beside the first of them.
    private static SharedDaprd WithTrustAnchors(SharedDaprd daprd, DaprSharedResource resource, KubernetesResource published, IEnumerable<IResource> model)
    {
        if (!resource.NeedsTrustBundle)
        {
            return daprd;
        }

        if (model.OfType<DaprSharedResource>().First(other => other.NeedsTrustBundle && other.IsPublishedTo(published.Parent)) == resource)
        {
            var labels = published.Workload!.Metadata.Labels;
            var bundle = ChartTrustAnchors.ConfigMap(daprd.ControlPlane, labels);
            published.AdditionalResources.Add(new ChartManifest(resource.Name, bundle, ManifestYaml.ToJson(bundle), "trust_bundle"));
        }

        return WithAnnotation(daprd, "checksum/trust-anchors", ChartText.Helm(ChartTrustAnchors.Checksum(daprd.ControlPlane))) with
        {
            TrustAnchors = TrustAnchors.FromConfigMap(ChartText.Helm(ChartTrustAnchors.Name(daprd.ControlPlane))),
        };
    }

    // The injector reads no ConfigMap and of a token's Secret only the key "token".
    private static SharedDaprd WithInjectedEnvironment(SharedDaprd daprd, DaprSharedResource resource, KubernetesResource published)
    {
        TokenReference? Token(string variable, string secretName)
        {
            if (ChartValues.Take(published, variable) is not { } expression)
            {
                return null;
            }

            V1Secret secret = new()
            {
                ApiVersion = "v1",
                Kind = "Secret",
                Type = "Opaque",
                Metadata = new() { Name = secretName, Labels = published.Workload!.Metadata.Labels },
                StringData = new Dictionary<string, string> { ["token"] = expression },
            };
            published.AdditionalResources.Add(new ChartManifest(resource.Name, secret, ManifestYaml.ToJson(secret)) { IsPart = true });
            return new(secretName);
        }

        daprd = daprd with
        {
            ApiToken = Token(AppEnvironment.ApiToken, ObjectNames.TokenSecret(daprd.AppId)),
            AppToken = Token(AppEnvironment.AppToken, ObjectNames.AppTokenSecret(daprd.AppId)),
        };
        foreach (var (variable, expression) in published.ConfigMap?.Data ?? [])
        {
            published.Secret ??= new() { Metadata = { Name = $"{resource.Name.ToLowerInvariant()}-secrets", Labels = published.Workload!.Metadata.Labels } };
            published.Secret.StringData[variable] = expression;
        }

        published.ConfigMap = null;
        return daprd with
        {
            Pod = daprd.Pod with
            {
                SecretEnvironment = daprd.Pod.SecretEnvironment
                    .Concat((published.Secret?.StringData.Keys ?? Enumerable.Empty<string>()).Except(daprd.Pod.Environment.Keys)
                        .Select(variable => KeyValuePair.Create(variable, new TokenReference(published.Secret!.Metadata.Name, variable))))
                    .DistinctBy(pair => pair.Key).ToDictionary(),
            },
        };
    }

    // What users and components put into the environment, beside the variables that the builder sets itself.
    private static void KeepEnvironment(ContainerV1 generated, KubernetesResource published)
    {
        var container = published.Workload!.PodTemplate.Spec.Containers[0];
        foreach (var source in generated.EnvFrom)
        {
            if (source.SecretRef is null ? published.ConfigMap is not null : published.Secret?.StringData.Keys.Any(key => key is not (AppEnvironment.ApiToken or AppEnvironment.AppToken)) == true)
            {
                container.EnvFrom.Add(source);
            }
        }
    }

    // The pods of everybody who refers to daprd, when all of them are in this chart; else any pod of the namespace may be one.
    private static V1LabelSelector? AppPods(DaprSharedResource resource, KubernetesResource published, IEnumerable<IResource> model)
    {
        const string component = "app.kubernetes.io/component";
        if (!published.Parent.TryGetLastAnnotation<Clients>(out var known))
        {
            // Once for all daprds of the chart: everybody's annotations are many.
            known = new((from client in model
                         from relation in client.Annotations.OfType<ResourceRelationshipAnnotation>()
                         where relation is { Type: "Reference", Resource: DaprSharedResource }
                         select (Daprd: relation.Resource, Client: client)).Distinct().ToLookup(pair => pair.Daprd, pair => pair.Client));
            published.Parent.Annotations.Add(known);
        }

        var clients = known.Of[resource].ToList();
        return clients.Count > 0 && clients.All(client => client.IsPublishedTo(published.Parent))
            ? new()
            {
                MatchLabels = published.Workload!.Metadata.Labels.Where(label => label.Key != component).ToDictionary(label => label.Key, label => ChartText.Helm(label.Value)),
                MatchExpressions = [new() { Key = component, OperatorProperty = "In", Values = [.. clients.Select(client => client.Name).Order(StringComparer.Ordinal)] }],
            }
            : null;
    }

    // Who refers to which daprd.
    private sealed record Clients(ILookup<IResource, IResource> Of) : IResourceAnnotation;

    /// <summary>Says whether a resource goes into the chart of an environment.</summary>
    public static bool IsPublishedTo(this IResource resource, KubernetesEnvironmentResource environment) => PublishedTo(resource, environment) is not null;

    /// <summary>Returns what a resource becomes in the chart of an environment.</summary>
    public static KubernetesResource? PublishedTo(IResource resource, KubernetesEnvironmentResource environment) =>
        resource.GetDeploymentTargetAnnotation(environment.OwningComputeEnvironment ?? environment)?.DeploymentTarget is KubernetesResource published && published.Parent == environment ? published : null;

    private static SharedDaprd WithAnnotation(SharedDaprd daprd, string key, string value) =>
        daprd with { Pod = daprd.Pod with { Annotations = new Dictionary<string, string>(daprd.Pod.Annotations) { [key] = value } } };
}

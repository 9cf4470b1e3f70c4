using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// Puts the objects of the one builder into Aspire's Helm chart, in place of the Deployment and the Service that the publisher made. What
/// the publisher knows better is taken from those: resolved references, labels, names, and the ConfigMap and Secret of the environment.
/// </summary>
internal static class ChartCustomization
{
    public static void Apply(
        ResolvedDaprd daprd,
        KubernetesResource published,
        IReadOnlyList<IResource> model,
        IDistributedApplicationBuilder builder)
    {
        ChartTelemetry.Complete(published, daprd.Resource, builder);
        var input = ChartInput.Take(daprd, published);
        var environment = ChartEnvironment.Of(daprd, published);
        var chart = With(daprd, input, environment, published);
        var objects = KubernetesObjects.Build(chart, new()
        {
            // The app's variables resolve to this name.
            ApiServiceName = published.Service!.Metadata.Name,
            Labels = input.Labels,
            AccountNamespace = ChartText.Helm("{{ .Release.Namespace }}"),
            AppPods = ChartClients.PodsOf(daprd.Resource, published, builder.Resources),
            StartupInputs = ClusterObjects.StartupInputs(daprd.Resource),
            Arguments = input.Arguments.Own(daprd, input.ByFlag),
            Resolve = input.Resolve,
        });

        published.AdditionalResources.AddRange(
            [.. Beside(daprd, published, model), .. environment.Secrets, .. environment.KeysOf(daprd.Resource, model)]);
        foreach (var manifest in objects)
        {
            Put(manifest, input, daprd, published);
        }

        published.ConfigMap = environment.ConfigMap;
        published.Secret = environment.Secret;
        PutContainer(input, chart, environment, published);
    }

    private static SharedDaprd With(ResolvedDaprd resolved, ChartInput input, ChartEnvironment environment, KubernetesResource published)
    {
        var daprd = resolved.Daprd;
        var annotations = new Dictionary<string, string>(daprd.Pod.Annotations);
        if (resolved.Resource.NeedsTrustBundle)
        {
            annotations["checksum/trust-anchors"] = ChartText.Helm(ChartTrustAnchors.Checksum(daprd.ControlPlane));
        }

        if (environment.Checksum(resolved.Resource) is { } checksum)
        {
            annotations["checksum/environment"] = ChartText.Helm(checksum);
        }

        return daprd with
        {
            ExtraArguments = [.. input.Arguments.Users.Select(TextOrReference.FromText)],
            Options = input.Values.TryGetValue(ChartValues.LogLevel, out var level)
                ? daprd.Options with { LogLevel = ChartText.Helm(level) }
                : daprd.Options,
            ApiToken = environment.Token(AppEnvironment.ApiToken),
            AppToken = environment.Token(AppEnvironment.AppToken),
            TrustAnchors = resolved.Resource.NeedsTrustBundle
                ? TrustAnchors.FromConfigMap(ChartText.Helm(ChartTrustAnchors.Name(daprd.ControlPlane)))
                : daprd.TrustAnchors,
            Pod = ChartVolumes.Add(daprd.Pod, published.Workload!.PodTemplate.Spec) with
            {
                Annotations = annotations,
                SecretEnvironment = environment.SecretEnvironment(daprd.Pod),
                MemoryLimitForGo = input.Values.TryGetValue(ChartValues.MemoryLimit, out var limit)
                    ? ChartText.Helm(ChartText.Expression(ChartTemplates.MemoryLimitForGo(ChartText.CodeOf(limit))))
                    : daprd.Pod.MemoryLimitForGo,
            },
        };
    }

    // What is published with a daprd and is no part of it.
    private static List<BaseKubernetesResource> Beside(ResolvedDaprd daprd, KubernetesResource published, IReadOnlyList<IResource> model)
    {
        var resource = daprd.Resource;
        List<BaseKubernetesResource> items = [];
        // Where nothing is said: one ConfigMap for all daprds of the chart, beside the first of them.
        bool ReadsBundle(DaprSharedResource other) => other.NeedsTrustBundle && ChartClients.IsPublishedTo(other, published.Parent);
        if (resource.NeedsTrustBundle && model.OfType<DaprSharedResource>().First(ReadsBundle) == resource)
        {
            var bundle = ChartTrustAnchors.ConfigMap(daprd.Daprd.ControlPlane, published.Workload!.Metadata.Labels);
            items.Add(new ChartManifest(resource.Name, bundle, ManifestYaml.ToJson(bundle), "trust_bundle"));
        }

        var places = ChartTarget.PlacesIn(published.Secret?.Metadata.Name);
        return
        [
            .. items,
            .. from item in ClusterObjects.OwnedBy(resource, model, places)
               select new ChartManifest(resource.Name, item, ChartText.Finish(item)),
            .. from document in ClusterObjects.DocumentsOwnedBy(resource, model)
               select new ChartDocument(resource.Name, document),
        ];
    }

    private static void Put(
        k8s.IKubernetesObject<V1ObjectMeta> manifest,
        ChartInput input,
        ResolvedDaprd daprd,
        KubernetesResource published)
    {
        var json = ChartText.Finish(manifest);
        switch (manifest)
        {
            case V1DaemonSet:
                PutWorkload(AspireObjects.FromJson<DaemonSet>(json, isWhole: false), replicas: null);
                break;
            case V1Deployment deployment:
                var converted = AspireObjects.FromJson<Deployment>(json, isWhole: false);
                converted.Spec.Replicas = deployment.Spec.Replicas; // the publisher's default is 1, an autoscaler's none
                PutWorkload(converted, input.Values.GetValueOrDefault(ChartValues.Replicas));
                break;
            case V1Service service when service.Metadata.Name == published.Service!.Metadata.Name:
                var api = AspireObjects.FromJson<Service>(json);
                KeepPorts(api, published.Service, daprd.Resource);
                published.Service = api;
                break;
            default:
                published.AdditionalResources.Add(new ChartManifest(daprd.Resource.Name, manifest, json) { IsPart = true });
                break;
        }

        void PutWorkload(Workload workload, string? replicas)
        {
            published.Workload = workload;
            published.Annotations.Add(new ChartWorkloadSource(workload, json, replicas)
            {
                Secret = published.Secret?.Metadata.Name,
                ConfigMap = published.ConfigMap?.Metadata.Name,
            });
        }
    }

    // What a value of the chart decides, and the environment.
    private static void PutContainer(ChartInput input, SharedDaprd daprd, ChartEnvironment environment, KubernetesResource published)
    {
        var pod = published.Workload!.PodTemplate;
        foreach (var ((name, isLimit), expression) in input.Quantities)
        {
            if (daprd.Injection is not null)
            {
                pod.Metadata.Annotations[$"dapr.io/sidecar-{name}-{(isLimit ? "limit" : "request")}"] = expression;
            }
            else
            {
                var resources = pod.Spec.Containers[0].Resources!;
                (isLimit ? resources.Limits : resources.Requests)[name] = expression;
            }
        }

        if (daprd.Injection is null)
        {
            pod.Spec.Containers[0].Image = input.Image ?? daprd.Image.ToString();
            environment.AddTo(pod.Spec.Containers[0]);
        }
        else if (input.Image is not null)
        {
            pod.Metadata.Annotations["dapr.io/sidecar-image"] = input.Image;
        }
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
}

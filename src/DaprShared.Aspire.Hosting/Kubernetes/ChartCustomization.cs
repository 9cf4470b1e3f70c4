using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// Puts the objects of the one builder into Aspire's Helm chart, in place of the Deployment and the Service that the publisher made. What the
/// publisher knows better is taken from those: resolved references, labels, names, and the ConfigMap and Secret of the environment.
/// </summary>
internal static class ChartCustomization
{
    public static void Apply(DaprSharedResource resource, KubernetesResource published, IEnumerable<IResource> model)
    {
        var generated = published.Workload!.PodTemplate.Spec.Containers[0];
        var daprd = SharedDaprdFactory.Create(resource) with
        {
            ApiToken = resource.ApiToken is null ? null : new(published.Secret!.Metadata.Name, AppEnvironment.ApiToken),
            AppToken = resource.AppToken is null ? null : new(published.Secret!.Metadata.Name, AppEnvironment.AppToken),
        };
        var objects = KubernetesObjects.Build(daprd, new()
        {
            // The app's variables resolve to this name.
            ApiServiceName = published.Service!.Metadata.Name,
            Labels = published.Workload.Metadata.Labels,
            Resolve = Resolver(daprd, generated),
        });

        published.AdditionalResources.AddRange(from item in ClusterObjects.OwnedBy(resource, model, variable => new(published.Secret!.Metadata.Name, variable))
                                               select new ChartManifest(resource.Name, item.Content));
        published.AdditionalResources.AddRange(from document in ClusterObjects.DocumentsOwnedBy(resource, model) select new ChartDocument(resource.Name, document));
        foreach (var manifest in objects)
        {
            switch (manifest)
            {
                case V1DaemonSet daemonSet:
                    published.Workload = AspireObjects.Convert<DaemonSet>(daemonSet);
                    break;
                case V1Deployment deployment:
                    published.Workload = AspireObjects.Convert<Deployment>(deployment);
                    break;
                case V1Service service when service.Metadata.Name == published.Service.Metadata.Name:
                    published.Service = AspireObjects.Convert<Service>(service);
                    break;
                default:
                    published.AdditionalResources.Add(new ChartManifest(resource.Name, manifest));
                    break;
            }
        }

        KeepEnvironment(generated, published);
    }

    // The publisher has already written each reference of the command line as the chart needs it, or what a part of it is computed from.
    private static Func<object, string> Resolver(SharedDaprd daprd, ContainerV1 generated)
    {
        var resolved = (from argument in DaprdCommandLine.Build(daprd, DaprdMode.Standalone)
                        where argument.Value.Reference is not null
                        let text = generated.Args.First(text => text.StartsWith(argument.Prefix, StringComparison.Ordinal))[argument.Prefix.Length..]
                        select (Reference: argument.Value.Reference!, Text: argument.Value.Reference is UrlPart part ? part.ToHelm(text) : text)).ToList();
        return reference => resolved.First(pair => ReferenceEquals(pair.Reference, reference)).Text;
    }

    // What users and components put into the environment, beside the variables that the builder sets itself.
    private static void KeepEnvironment(ContainerV1 generated, KubernetesResource published)
    {
        var container = published.Workload!.PodTemplate.Spec.Containers[0];
        foreach (var source in generated.EnvFrom)
        {
            if (source.SecretRef is null || published.Secret!.StringData.Keys.Any(key => key is not (AppEnvironment.ApiToken or AppEnvironment.AppToken)))
            {
                container.EnvFrom.Add(source);
            }
        }
    }
}

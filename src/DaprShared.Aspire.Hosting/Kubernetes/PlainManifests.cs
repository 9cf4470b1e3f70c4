#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The step <c>publish-dapr-shared</c>: plain manifests, one folder per app-id, for <c>kubectl apply -k</c>. It is part of <c>aspire publish</c>
/// where the application has no compute environment, and runs on its own as <c>aspire do publish-dapr-shared</c> otherwise.
/// </summary>
internal static class PlainManifests
{
    public const string StepName = "publish-dapr-shared";
    public const string CostStepName = "report-dapr-shared-cost";
    public const string FolderName = "dapr-shared";

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(CostStepName, ReportCostAsync, requiredBy: new[] { WellKnownPipelineSteps.Publish, StepName });
        pipeline.AddStep(StepName, WriteAsync, dependsOn: WellKnownPipelineSteps.PublishPrereq);
        pipeline.AddPipelineConfiguration(context =>
        {
            if (!context.Model.Resources.OfType<IComputeEnvironmentResource>().Any())
            {
                context.Steps.Single(step => step.Name == StepName).RequiredBy(WellKnownPipelineSteps.Publish);
            }

            return Task.CompletedTask;
        });
    }

    private static Task ReportCostAsync(PipelineStepContext context)
    {
        var rows = InCluster(context.Model).Select(daprd => new CostRow(SharedDaprdFactory.Create(daprd), AppReplicas(daprd))).ToList();
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var table = CostReport.Write(rows, Math.Max(1, context.Services.GetRequiredService<DaprSharedOptions>().Nodes)).TrimEnd();
        context.Logger.LogInformation("What the shared daprds cost, beside sidecars and the other strategy:\n{Table}", table);
        return Task.CompletedTask;
    }

    private static IEnumerable<DaprSharedResource> InCluster(DistributedApplicationModel model) =>
        model.Resources.OfType<DaprSharedResource>().Where(daprd => PublishTarget.Of(daprd, model.Resources) is not DockerComposeEnvironmentResource);

    private static int AppReplicas(DaprSharedResource daprd) =>
        daprd.App is ModelApp { App: var app } ? app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1 : 1;

    private static async Task WriteAsync(PipelineStepContext context)
    {
        var daprds = context.Model.Resources.OfType<DaprSharedResource>().OrderBy(daprd => daprd.AppId, StringComparer.Ordinal).ToList();
        // Those of Docker Compose were not checked for a cluster yet.
        DaprSharedLifecycle.Report(ModelValidator.Validate([.. daprds.Except(InCluster(context.Model))], DaprdMode.Kubernetes), context.Logger);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var secrets = new Dictionary<DaprSharedResource, IReadOnlyDictionary<string, TokenReference>>();
        foreach (var daprd in daprds)
        {
            var (objects, environment) = await ObjectsAsync(daprd, daprds, context).ConfigureAwait(false);
            secrets[daprd] = environment;
            var documents = ClusterObjects.DocumentsOwnedBy(daprd, daprds).Select(document => (document.Kind, document.Name, document.ToYaml()));
            foreach (var (name, content) in ManifestFolder.Files(objects, @namespace: null, documents))
            {
                files[$"{daprd.AppId}/{name}"] = content;
            }
        }

        files["kustomization.yaml"] = ManifestFolder.Kustomization(daprds.Select(daprd => daprd.AppId), @namespace: null);
        files["README.md"] = Readme(daprds, secrets);

        var folder = Path.Combine(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), FolderName);
        if (OutputFolder.Write(folder, files) is { Count: > 0 } mistakes)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, mistakes));
        }

        context.Summary.Add("Dapr Shared", $"{files.Count} files in {folder}; read the README.md there, then kubectl apply -k");
    }

    private static async Task<(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects, IReadOnlyDictionary<string, TokenReference> Secrets)> ObjectsAsync(
        DaprSharedResource resource, List<DaprSharedResource> daprds, PipelineStepContext context)
    {
        var daprd = await WithEnvironmentAsync(SharedDaprdFactory.Create(resource), resource, context).ConfigureAwait(false);
        daprd = daprd with { ExtraArguments = await ExtraArgumentsAsync(resource, context).ConfigureAwait(false) };
        var texts = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var reference in DaprdCommandLine.Build(daprd, DaprdMode.Kubernetes).Select(argument => argument.Value.Reference).Append(daprd.TrustAnchors?.Pem?.Reference).OfType<object>())
        {
            texts[reference] = await PlainReferences.ResolveAsync(reference, context.CancellationToken).ConfigureAwait(false) ?? "";
        }

        List<IKubernetesObject<V1ObjectMeta>> objects =
            [.. KubernetesObjects.Build(daprd, new() { Resolve = reference => texts[reference], StartupInputs = ClusterObjects.StartupInputs(resource) })];
        foreach (var (item, content) in ClusterObjects.OwnedBy(resource, daprds))
        {
            objects.Add(item is DaprSharedComponentResource component
                ? DaprObjects.Component(await ComponentAsync(component, content.Scopes ?? [], context.CancellationToken).ConfigureAwait(false))
                : content);
        }

        return (objects, daprd.Pod.SecretEnvironment);
    }

    // What users put on the command line, behind what the first callback does. A secret may not be written there.
    private static async Task<IReadOnlyList<TextOrReference>> ExtraArgumentsAsync(DaprSharedResource resource, PipelineStepContext context)
    {
        var callback = new CommandLineArgsCallbackContext([], resource, context.CancellationToken) { ExecutionContext = context.ExecutionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().Skip(1))
        {
            await annotation.Callback(callback).ConfigureAwait(false);
        }

        List<TextOrReference> arguments = [];
        foreach (var value in callback.Args)
        {
            if (await PlainReferences.ResolveAsync(value, context.CancellationToken).ConfigureAwait(false) is { } text)
            {
                arguments.Add(text);
            }
            else
            {
                context.Logger.LogWarning("{Diagnostic}", DiagnosticRules.NotPublished.For(resource.Name, "an argument of WithArgs is a secret or a parameter without a value.", "Use WithEnvironment.").ToString());
            }
        }

        return arguments;
    }

    // What users put into daprd's environment; components and tokens have places of their own here.
    private static async Task<SharedDaprd> WithEnvironmentAsync(SharedDaprd daprd, DaprSharedResource resource, PipelineStepContext context)
    {
        var callback = new EnvironmentCallbackContext(context.ExecutionContext, resource, cancellationToken: context.CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(callback).ConfigureAwait(false);
        }

        var placed = resource.Components.SelectMany(component => component.Environment).Select(pair => pair.Variable)
            .Concat([AppEnvironment.ApiToken, AppEnvironment.AppToken, ParameterUrl.Variable, .. ChartValues.Variables]).ToHashSet();
        var texts = new Dictionary<string, string>();
        var secrets = new Dictionary<string, TokenReference>(daprd.Pod.SecretEnvironment);
        foreach (var (name, value) in callback.EnvironmentVariables.Where(pair => !placed.Contains(pair.Key) && pair.Value is not EndpointReference { Resource: KubernetesAspireDashboardResource or DockerComposeAspireDashboardResource }))
        {
            if (await PlainReferences.ResolveAsync(value, context.CancellationToken).ConfigureAwait(false) is { } text)
            {
                texts[name] = text;
            }
            else
            {
                secrets[name] = new(EnvironmentSecret(daprd), name);
            }
        }

        return daprd with { Pod = daprd.Pod with { Environment = texts, SecretEnvironment = secrets } };
    }

    private static string EnvironmentSecret(SharedDaprd daprd) => $"{ObjectNames.Daprd(daprd.AppId)}-environment";

    // Where no publisher fills daprd's environment, a reference stands in the object itself, and what may not is a key of a Secret.
    private static async Task<DaprComponent> ComponentAsync(DaprSharedComponentResource component, IEnumerable<string> appIds, CancellationToken cancellationToken)
    {
        var model = component.ToComponent(appIds);
        var values = component.Environment.ToDictionary(pair => pair.Variable, pair => pair.Value);
        var metadata = new List<ComponentMetadata>();
        foreach (var item in model.Metadata)
        {
            metadata.Add(item.EnvironmentVariable is not { } variable ? item
                : await PlainReferences.ResolveAsync(values[variable], cancellationToken).ConfigureAwait(false) is { } text ? new(item.Name, text)
                : new(item.Name, Secret: new(component.Name, item.Name)));
        }

        return model with { Metadata = metadata };
    }

    private static string Readme(List<DaprSharedResource> daprds, Dictionary<DaprSharedResource, IReadOnlyDictionary<string, TokenReference>> secrets)
    {
        var text = new StringBuilder();
        text.Append("\nManifests of shared daprds, one folder per app-id. Apply them beside the apps:\n\n    kubectl apply -k . -n my-app\n\n");
        if (daprds.Any(daprd => daprd is { Injection: null, TrustAnchors: null }))
        {
            text.Append("Once per namespace, and again when the control plane's root is rotated, daprd needs the root certificate:\n\n");
            text.Append("    kubectl get configmap dapr-trust-bundle -n dapr-system -o jsonpath='{.data.ca\\.crt}' > ca.crt\n");
            text.Append("    kubectl create configmap dapr-trust-bundle --from-file=ca.crt -n my-app\n");
        }

        foreach (var resource in daprds)
        {
            var daprd = SharedDaprdFactory.Create(resource);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {daprd.AppId}\n\nThe app's variables:\n\n");
            foreach (var (name, value) in AppEnvironment.ForKubernetes(daprd))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    - name: {name}\n      value: {value}\n");
            }

            var tokens = (from token in new (string Variable, TokenReference? Reference)[] { (AppEnvironment.ApiToken, daprd.ApiToken), (AppEnvironment.AppToken, daprd.AppToken) }
                          where token.Reference is not null
                          select (token.Variable, Secret: token.Reference.SecretName ?? ObjectNames.TokenSecret(daprd.AppId), token.Reference.Key)).ToList();
            foreach (var (variable, secret, key) in tokens)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    - name: {variable}\n      valueFrom: {{ secretKeyRef: {{ name: {secret}, key: {key} }} }}\n");
            }

            foreach (var secret in tokens.GroupBy(token => token.Secret))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{string.Join(" and ", secret.Select(token => token.Variable))}, for both ends, chosen once (bash):\n\n");
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    kubectl create secret generic {secret.Key} -n my-app");
                text.Append(string.Concat(secret.Select(token => $" --from-file={token.Key}=<(openssl rand -hex 24 | tr -d '\\n')"))).Append('\n');
            }

            foreach (var secret in secrets[resource].Values.GroupBy(reference => reference.SecretName).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\ndaprd's environment needs keys of Secret {secret.Key}: {string.Join(", ", secret.Select(reference => reference.Key).Order(StringComparer.Ordinal))}.\n");
            }

            foreach (var component in resource.Components.Where(component => component.HasSecrets))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nComponent {component.Name} reads its secrets from Secret {component.Name}, a key per metadata item.\n");
            }
        }

        return text.ToString();
    }
}

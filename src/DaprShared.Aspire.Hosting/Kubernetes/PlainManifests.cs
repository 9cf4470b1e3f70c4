#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

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
        context.Logger.LogInformation("What the shared daprds cost, beside sidecars and the other strategy (CPU and memory requested):\n{Table}", table);
        return Task.CompletedTask;
    }

    private static IEnumerable<DaprSharedResource> InCluster(DistributedApplicationModel model) =>
        model.Resources.OfType<DaprSharedResource>().Where(daprd => PublishTarget.Of(daprd, model.Resources) is not DockerComposeEnvironmentResource);

    private static int AppReplicas(DaprSharedResource daprd) =>
        daprd.App is ModelApp { App: var app } ? app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1 : 1;

    private static async Task WriteAsync(PipelineStepContext context)
    {
        var daprds = context.Model.Resources.OfType<DaprSharedResource>().OrderBy(daprd => daprd.AppId, StringComparer.Ordinal).ToList();
        DaprSharedLifecycle.Report(ModelValidator.ValidateManifests([.. context.Model.Resources]), context.Logger);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var needs = new Dictionary<DaprSharedResource, ManifestNeeds>();
        List<Diagnostic> mistakes = [];
        foreach (var daprd in daprds)
        {
            var (objects, needed) = await ObjectsAsync(daprd, daprds, mistakes, context).ConfigureAwait(false);
            needs[daprd] = needed;
            var documents = ClusterObjects.DocumentsOwnedBy(daprd, daprds).Select(document => (document.Kind, document.Name, document.ToYaml()));
            foreach (var (name, content) in ManifestFolder.Files(objects, @namespace: null, documents))
            {
                files[$"{daprd.AppId}/{name}"] = content;
            }
        }

        DaprSharedLifecycle.Report(mistakes, context.Logger);
        files["kustomization.yaml"] = ManifestFolder.Kustomization(daprds.Select(daprd => daprd.AppId), @namespace: null);
        files["README.md"] = OutputReadme.ForManifests(daprds, needs);

        var folder = Path.Combine(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), FolderName);
        DaprSharedLifecycle.Report(OutputFolder.Write(folder, files), context.Logger);

        context.Summary.Add("Dapr Shared", $"{files.Count} files in {folder}; read the README.md there, then kubectl apply -k");
    }

    private static async Task<(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects, ManifestNeeds Needs)> ObjectsAsync(
        DaprSharedResource resource, List<DaprSharedResource> daprds, List<Diagnostic> mistakes, PipelineStepContext context)
    {
        var (environment, arguments) = (await EnvironmentAsync(resource, context).ConfigureAwait(false), await UsersArgumentsAsync(resource, context).ConfigureAwait(false));
        var own = ContainerSettings.OwnEnvironment(context.ExecutionContext, resource, context.Model.Resources);
        var daprd = await WithEnvironmentAsync(SharedDaprdFactory.Create(resource), environment.Where(pair => !own.ContainsKey(pair.Key)), context.CancellationToken).ConfigureAwait(false);
        mistakes.AddRange(Validator.Variables(daprd));
        daprd = daprd with { ExtraArguments = await ExtraArgumentsAsync(resource, arguments, context).ConfigureAwait(false) };
        var called = BackEnds.Endpoints([.. new[] { daprd.App?.Host.Reference }.OfType<object>(), .. environment.Values, .. arguments]).Where(endpoint => endpoint.Resource is not DaprSharedResource);
        var needs = new ManifestNeeds(daprd.Pod.SecretEnvironment, [.. called.Select(PlainReferences.AddressOf).Distinct()]);
        var texts = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var argument in DaprdCommandLine.Build(daprd, DaprdMode.Kubernetes).Where(argument => argument.Value.Reference is not null))
        {
            texts[argument.Value.Reference!] = await TextAsync(argument.Value.Reference!, argument.Prefix.TrimEnd('=')).ConfigureAwait(false);
        }

        if (daprd.TrustAnchors?.Pem?.Reference is { } pem && await TextAsync(pem, "the trust anchors").ConfigureAwait(false) is { Length: > 0 } certificates)
        {
            // Now that the text is known it is checked like one that was written in the AppHost.
            daprd = daprd with { TrustAnchors = TrustAnchors.FromPem(certificates) };
            mistakes.AddRange(Validator.Anchors(daprd));
        }

        if (mistakes.Count > 0)
        {
            return ([], needs);
        }

        List<IKubernetesObject<V1ObjectMeta>> objects =
            [.. KubernetesObjects.Build(daprd, new() { Resolve = reference => texts[reference], StartupInputs = ClusterObjects.StartupInputs(resource) })];
        foreach (var (item, content) in ClusterObjects.OwnedBy(resource, daprds))
        {
            objects.Add(item is DaprSharedComponentResource component
                ? DaprObjects.Component(await ComponentAsync(component, content.Scopes ?? [], context.CancellationToken).ConfigureAwait(false))
                : content);
        }

        return (objects, needs);

        async Task<string> TextAsync(object reference, string place)
        {
            if (await PlainReferences.ResolveAsync(reference, context.CancellationToken).ConfigureAwait(false) is { } text)
            {
                return text;
            }

            var hidden = await PlainReferences.HiddenAsync(reference, context.CancellationToken).ConfigureAwait(false);
            mistakes.AddRange(hidden.Select(parameter => parameter.Secret
                ? DiagnosticRules.UnresolvedReference.For(resource.Name, $"parameter '{parameter.Name}' is a secret, which must not stand in {place}.", "Use a parameter that is none.")
                : DiagnosticRules.UnresolvedReference.For(resource.Name, $"parameter '{parameter.Name}' has no value for {place}.", $"Give it one: Parameters:{parameter.Name} in the AppHost's configuration.")));
            if (hidden.Count == 0)
            {
                mistakes.Add(DiagnosticRules.UnresolvedReference.For(resource.Name, $"a reference has no value for {place}.", "Give it one, or write a text."));
            }

            return "";
        }
    }

    // What users put on the command line, beside what the first callback does.
    private static async Task<IList<object>> UsersArgumentsAsync(DaprSharedResource resource, PipelineStepContext context)
    {
        var callback = new CommandLineArgsCallbackContext([], resource, context.CancellationToken) { ExecutionContext = context.ExecutionContext };
        object[] own = [];
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(callback).ConfigureAwait(false);
            own = own.Length == 0 ? [.. callback.Args] : own;
        }

        foreach (var argument in own)
        {
            callback.Args.Remove(argument);
        }

        return callback.Args;
    }

    // A secret may not be written there.
    private static async Task<IReadOnlyList<TextOrReference>> ExtraArgumentsAsync(DaprSharedResource resource, IEnumerable<object> values, PipelineStepContext context)
    {
        List<TextOrReference> arguments = [];
        foreach (var value in values)
        {
            if (await PlainReferences.ResolveAsync(value, context.CancellationToken).ConfigureAwait(false) is { } text)
            {
                arguments.Add(text);
            }
            else
            {
                context.Logger.LogWarning("{Diagnostic}", DiagnosticRules.NotPublished.For(resource.Name, "an argument of WithArgs is a parameter without a value.", "Use WithEnvironment.").ToString());
            }
        }

        return arguments;
    }

    // Without the dashboard of an environment, which is not where plain manifests go.
    private static async Task<Dictionary<string, object>> EnvironmentAsync(DaprSharedResource resource, PipelineStepContext context)
    {
        var callback = new EnvironmentCallbackContext(context.ExecutionContext, resource, cancellationToken: context.CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(callback).ConfigureAwait(false);
        }

        return callback.EnvironmentVariables.Where(pair => !ChartValues.IsPart(pair.Key) && pair.Value is not EndpointReference { Resource: KubernetesAspireDashboardResource or DockerComposeAspireDashboardResource }).ToDictionary();
    }

    // What users put into daprd's environment; components and tokens have places of their own here.
    private static async Task<SharedDaprd> WithEnvironmentAsync(SharedDaprd daprd, IEnumerable<KeyValuePair<string, object>> environment, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>(daprd.Pod.Environment);
        var secrets = new Dictionary<string, TokenReference>(daprd.Pod.SecretEnvironment);
        foreach (var (name, value) in environment.Where(pair => !daprd.Pod.Environment.ContainsKey(pair.Key) && !daprd.Pod.SecretEnvironment.ContainsKey(pair.Key)))
        {
            if (await PlainReferences.ResolveAsync(value, cancellationToken).ConfigureAwait(false) is { } text)
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
}

/// <summary>What the manifests of an app-id refer to and do not hold.</summary>
/// <param name="Secrets">The keys of Secrets in daprd's environment.</param>
/// <param name="Services">The Services that daprd calls, as <c>host:port</c>, the app's first.</param>
internal sealed record ManifestNeeds(IReadOnlyDictionary<string, TokenReference> Secrets, IReadOnlyList<string> Services);

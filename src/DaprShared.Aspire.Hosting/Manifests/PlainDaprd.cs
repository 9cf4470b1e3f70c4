#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using k8s;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>What a shared daprd becomes in plain manifests.</summary>
/// <param name="Of">The daprd.</param>
/// <param name="Objects">Its objects, and those of Dapr's kinds that are written beside it; none where there are mistakes.</param>
/// <param name="Secrets">The keys of Secrets in its environment, which the manifests do not hold.</param>
/// <param name="Services">The Services that it calls, as <c>host:port</c>, the app's first. The manifests do not hold them either.</param>
internal sealed record PlainDaprd(
    ResolvedDaprd Of,
    IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects,
    IReadOnlyDictionary<string, TokenReference> Secrets,
    IReadOnlyList<string> Services)
{
    public static async Task<PlainDaprd> BuildAsync(ResolvedDaprd resolved, PipelineStepContext context, List<Diagnostic> mistakes)
    {
        var (resource, stop) = (resolved.Resource, context.CancellationToken);
        var environment = await EnvironmentAsync(resolved, context).ConfigureAwait(false);
        var users = DaprdArguments.Users(await ArgumentsAsync(resolved, context).ConfigureAwait(false), resolved);
        var daprd = await WithEnvironmentAsync(resolved, environment, stop).ConfigureAwait(false);
        mistakes.AddRange(Validator.Variables(daprd));
        daprd = daprd with { ExtraArguments = await ExtraArgumentsAsync(resource, users, context).ConfigureAwait(false) };

        var resolve = new Resolver(resource, mistakes, stop);
        List<string> arguments = [];
        foreach (var argument in resolved.Arguments.Select(own => own.Argument))
        {
            arguments.Add(argument.Prefix + await resolve.TextAsync(argument.Value, argument.Prefix.TrimEnd('=')).ConfigureAwait(false));
        }

        if (daprd.TrustAnchors?.Pem is { Reference: not null } pem
            && await resolve.TextAsync(pem, "the trust anchors").ConfigureAwait(false) is { Length: > 0 } certificates)
        {
            // Now that the text is known it is checked like one that was written in the AppHost.
            daprd = daprd with { TrustAnchors = TrustAnchors.FromPem(certificates) };
            mistakes.AddRange(Validator.Anchors(daprd));
        }

        if (OtlpCollector.Of(resolved) is { } collector)
        {
            mistakes.AddRange(CollectorValidator.Known(collector));
        }

        object[] app = daprd.App?.Host.Reference is { } host ? [host] : [];
        var called = from endpoint in BackEnds.Endpoints([.. app, .. environment.Values, .. users])
                     where endpoint.Resource is not DaprSharedResource
                     select PlainReferences.AddressOf(endpoint);
        return new(
            resolved,
            mistakes.Count > 0 ? [] : await ObjectsAsync(daprd, arguments, resolve.Known, resource, context).ConfigureAwait(false),
            daprd.Pod.SecretEnvironment,
            [.. called.Distinct()]);
    }

    private static async Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> ObjectsAsync(
        SharedDaprd daprd,
        IReadOnlyList<string> arguments,
        Func<object, string> resolve,
        DaprSharedResource resource,
        PipelineStepContext context)
    {
        var model = context.Model.Resources.OfType<DaprSharedResource>().OrderBy(other => other.AppId, StringComparer.Ordinal).ToList();
        // What has a text stands in the object itself, and what may not is a key of a Secret.
        var places = PlainManifests.Target.Places;
        Dictionary<MetadataItem, ComponentMetadata> known = [];
        foreach (var item in resource.Components.SelectMany(component => component.Items))
        {
            var text = item.IsKey ? null : await PlainReferences.ResolveAsync(item.Value, context.CancellationToken).ConfigureAwait(false);
            known[item] = text is not null ? new(item.Name, text) : places.Of(item with { IsSecret = true });
        }

        return
        [
            .. KubernetesObjects.Build(
                daprd,
                new() { Arguments = arguments, Resolve = resolve, StartupInputs = ClusterObjects.StartupInputs(resource) }),
            .. ClusterObjects.OwnedBy(resource, model, places with { Of = item => known[item] }),
        ];
    }

    private static async Task<IList<object>> ArgumentsAsync(ResolvedDaprd daprd, PipelineStepContext context)
    {
        var callback = new CommandLineArgsCallbackContext([], daprd.Resource, context.CancellationToken)
        {
            ExecutionContext = context.ExecutionContext,
        };
        await RunAsync(daprd, callback, (CommandLineArgsCallbackAnnotation annotation) => annotation.Callback).ConfigureAwait(false);
        return callback.Args;
    }

    // All callbacks of a kind, ours for the target that is asked about.
    private static async Task RunAsync<TAnnotation, TContext>(
        ResolvedDaprd daprd,
        TContext context,
        Func<TAnnotation, Func<TContext, Task>> callbackOf)
        where TAnnotation : IResourceAnnotation
    {
        foreach (var annotation in daprd.Resource.Annotations.OfType<TAnnotation>().ToList())
        {
            if (annotation is IOwnCallback<TContext> own)
            {
                own.Run(context, daprd);
            }
            else
            {
                await callbackOf(annotation)(context).ConfigureAwait(false);
            }
        }
    }

    // A secret may not be written there.
    private static async Task<IReadOnlyList<TextOrReference>> ExtraArgumentsAsync(
        DaprSharedResource resource,
        IEnumerable<object> values,
        PipelineStepContext context)
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
                var mistake = DiagnosticRules.NotPublished.For(
                    resource.Name,
                    "an argument of WithArgs is a parameter without a value.",
                    "Use WithEnvironment.");
                Report.To(context.Logger, [mistake]);
            }
        }

        return arguments;
    }

    // What users have put there. Without what belongs to an environment, its dashboard for example, which is not where plain manifests go.
    private static async Task<Dictionary<string, object>> EnvironmentAsync(ResolvedDaprd daprd, PipelineStepContext context)
    {
        var (execution, stop) = (context.ExecutionContext, context.CancellationToken);
        var callback = new EnvironmentCallbackContext(execution, daprd.Resource, cancellationToken: stop);
        await RunAsync(daprd, callback, (EnvironmentCallbackAnnotation annotation) => annotation.Callback).ConfigureAwait(false);

        List<Target> targets = [.. context.Model.Resources.SelectMany(resource => resource.Annotations.OfType<Target>())];
        bool IsOwned(EndpointReference endpoint) => targets.Exists(target => target.Owns(endpoint.Resource));
        return callback.EnvironmentVariables.Where(pair => !BackEnds.Endpoints([pair.Value]).Any(IsOwned)).ToDictionary();
    }

    // Components and tokens have places of their own here.
    private static async Task<SharedDaprd> WithEnvironmentAsync(
        ResolvedDaprd resolved,
        Dictionary<string, object> environment,
        CancellationToken cancellationToken)
    {
        var daprd = resolved.Daprd;
        var texts = new Dictionary<string, string>(daprd.Pod.Environment);
        var secrets = new Dictionary<string, TokenReference>(daprd.Pod.SecretEnvironment);
        foreach (var (name, value) in environment.Where(pair => !resolved.Variables.ContainsKey(pair.Key)))
        {
            if (texts.ContainsKey(name) || secrets.ContainsKey(name))
            {
                continue;
            }

            if (await PlainReferences.ResolveAsync(value, cancellationToken).ConfigureAwait(false) is { } text)
            {
                texts[name] = text;
            }
            else
            {
                secrets[name] = new($"{ObjectNames.Daprd(daprd.AppId)}-environment", name);
            }
        }

        return daprd with { Pod = daprd.Pod with { Environment = texts, SecretEnvironment = secrets } };
    }

    // The texts of references, and what is wrong with those that have none.
    private sealed class Resolver(DaprSharedResource resource, List<Diagnostic> mistakes, CancellationToken stop)
    {
        private readonly Dictionary<object, string> _texts = new(ReferenceEqualityComparer.Instance);

        public string Known(object reference) => _texts[reference];

        public async Task<string> TextAsync(TextOrReference value, string place) =>
            value.Reference is { } reference
                ? _texts[reference] = await ResolveAsync(reference, place).ConfigureAwait(false)
                : value.Text!;

        private async Task<string> ResolveAsync(object reference, string place)
        {
            if (await PlainReferences.ResolveAsync(reference, stop).ConfigureAwait(false) is { } text)
            {
                return text;
            }

            var hidden = await PlainReferences.HiddenAsync(reference, stop).ConfigureAwait(false);
            foreach (var parameter in hidden)
            {
                var (what, fix) = parameter.Secret
                    ? ($"is a secret, which must not stand in {place}.", "Use a parameter that is none.")
                    : ($"has no value for {place}.", $"Give it one: Parameters:{parameter.Name} in the AppHost's configuration.");
                Add($"parameter '{parameter.Name}' {what}", fix);
            }

            if (hidden.Count == 0)
            {
                Add($"a reference has no value for {place}.", "Give it one, or write a text.");
            }

            return "";
        }

        private void Add(string what, string fix) => mistakes.Add(DiagnosticRules.UnresolvedReference.For(resource.Name, what, fix));
    }
}

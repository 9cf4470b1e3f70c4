using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>The first callback of daprd's environment: what follows from the model and from the target.</summary>
internal sealed class DaprdEnvironment(DaprSharedResource resource)
    : EnvironmentCallbackAnnotation(context => Set(context, ResolvedDaprd.Of(resource))), IOwnCallback<EnvironmentCallbackContext>
{
    public void Run(EnvironmentCallbackContext context, ResolvedDaprd daprd) => Set(context, daprd);

    private static void Set(EnvironmentCallbackContext context, ResolvedDaprd daprd)
    {
        foreach (var (variable, value) in daprd.Variables)
        {
            context.EnvironmentVariables[variable] = value;
        }
    }

    /// <summary>Returns the variables of a daprd.</summary>
    public static IReadOnlyDictionary<string, object> Of(ResolvedDaprd resolved)
    {
        var (daprd, own) = (resolved.Resource, new Dictionary<string, object>());
        if (daprd.ApiToken is { } token)
        {
            own[AppEnvironment.ApiToken] = token;
        }

        if (daprd.AppToken is { } appToken)
        {
            own[AppEnvironment.AppToken] = appToken;
        }

        foreach (var item in daprd.Components.SelectMany(component => component.Items))
        {
            own[item.Variable] = item.Value;
        }

        foreach (var (variable, value) in resolved.Target.Variables(resolved))
        {
            own[variable] = value;
        }

        return own;
    }
}

/// <summary>
/// The last one: only now is it known what users have made of the environment. The daprd has not been started yet, and nothing has been
/// written.
/// </summary>
internal sealed class DaprdEnvironmentCheck(DaprSharedResource resource, ILogger logger)
    : EnvironmentCallbackAnnotation(context => Check(context, ResolvedDaprd.Of(resource), logger)), IOwnCallback<EnvironmentCallbackContext>
{
    // Where traces go may be said over the dashboard, which sets these by itself.
    private const string Telemetry = "OTEL_";

    public void Run(EnvironmentCallbackContext context, ResolvedDaprd daprd) => Check(context, daprd, logger);

    private static void Check(EnvironmentCallbackContext context, ResolvedDaprd daprd, ILogger logger)
    {
        Report.To(logger, [.. Mistakes(context.EnvironmentVariables, daprd)]);
        CollectorEnvironment.Withdraw(context.EnvironmentVariables, daprd);
        daprd.Target.Complete(context.EnvironmentVariables, daprd, context.ExecutionContext.Services);
    }

    private static IEnumerable<Diagnostic> Mistakes(IReadOnlyDictionary<string, object> variables, ResolvedDaprd daprd)
    {
        var (own, mode, pod) = (daprd.Variables, daprd.Target.Mode, daprd.Daprd.Pod);
        var changed = from pair in own
                      where !IsTelemetry(pair.Key) && !Equals(variables.GetValueOrDefault(pair.Key), pair.Value)
                      select pair.Key;
        var foreign = variables.Keys.Where(variable => !own.ContainsKey(variable) && OwnVariables.Has(variable, mode, pod));
        foreach (var variable in changed.Concat(foreign))
        {
            yield return OwnVariables.Mistake(daprd.Resource.Name, variable);
        }

        foreach (var variable in mode == DaprdMode.Kubernetes ? variables.Keys.Where(variable => !IsTelemetry(variable)) : [])
        {
            if (pod.Environment.ContainsKey(variable) || pod.SecretEnvironment.ContainsKey(variable))
            {
                yield return DiagnosticRules.VariableTaken.For(
                    daprd.Resource.Name, $"variable '{variable}' is set by WithPodSettings as well.", "Keep one of them.");
            }
        }
    }

    private static bool IsTelemetry(string variable) => variable.StartsWith(Telemetry, StringComparison.Ordinal);
}

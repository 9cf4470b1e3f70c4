using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// daprd's environment and arguments: what the model puts there, and, when all callbacks have run, what users have made of it. Only then is that known;
/// the daprd has not been started yet, and nothing has been written.
/// </summary>
internal static class ContainerSettings
{
    /// <summary>Sets the variables that follow from the model.</summary>
    public static void SetEnvironment(EnvironmentCallbackContext context, DaprSharedResource daprd, IEnumerable<IResource> model)
    {
        foreach (var (variable, value) in OwnEnvironment(context.ExecutionContext, daprd, model))
        {
            context.EnvironmentVariables[variable] = value;
        }
    }

    /// <summary>Adds the checks, behind the callbacks of users.</summary>
    public static void AddChecks(DaprSharedResource daprd, IReadOnlyCollection<IResource> model, bool isPublished, ILogger logger)
    {
        daprd.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            DaprSharedLifecycle.Report([.. CheckEnvironment(context, daprd, model)], logger);
            ChartValues.AddParts(context, daprd, model);
        }));
        if (isPublished)
        {
            daprd.Annotations.Add(new ArgumentsCheck(context => DaprSharedLifecycle.Report(CheckArguments(context, daprd), logger)));
        }
    }

    /// <summary>Returns the variables that follow from the model.</summary>
    public static Dictionary<string, object> OwnEnvironment(DistributedApplicationExecutionContext context, DaprSharedResource daprd, IEnumerable<IResource> model)
    {
        var own = new Dictionary<string, object>();
        if (daprd.ApiToken is { } token)
        {
            own[AppEnvironment.ApiToken] = token;
        }

        if (daprd.AppToken is { } appToken)
        {
            own[AppEnvironment.AppToken] = appToken;
        }

        if (daprd.App is ParameterUrl { Url: var url } && IsInCluster(context, daprd, model))
        {
            own[ParameterUrl.Variable] = url;
        }

        foreach (var item in daprd.Components.SelectMany(component => component.Environment))
        {
            own[item.Variable] = item.Value;
        }

        foreach (var (variable, value) in context.IsPublishMode ? ChartValues.For(daprd, model) : [])
        {
            own[variable] = value;
        }

        return own;
    }

    private static IEnumerable<Diagnostic> CheckEnvironment(EnvironmentCallbackContext context, DaprSharedResource daprd, IReadOnlyCollection<IResource> model)
    {
        var (variables, own) = (context.EnvironmentVariables, OwnEnvironment(context.ExecutionContext, daprd, model));
        var isInCluster = IsInCluster(context.ExecutionContext, daprd, model);
        var changed = own.Where(pair => !Equals(variables.GetValueOrDefault(pair.Key), pair.Value)).Select(pair => pair.Key);
        var foreign = variables.Keys.Where(variable => !own.ContainsKey(variable) && OwnVariables.Has(variable, isInCluster ? DaprdMode.Kubernetes : DaprdMode.Standalone, daprd.Pod));
        foreach (var variable in changed.Concat(foreign))
        {
            yield return OwnVariables.Mistake(daprd.Name, variable);
        }

        // Where traces go may be said over the dashboard, which sets these by itself.
        foreach (var variable in variables.Keys.Where(variable => isInCluster && !variable.StartsWith("OTEL_", StringComparison.Ordinal) && (daprd.Pod.Environment.ContainsKey(variable) || daprd.Pod.SecretEnvironment.ContainsKey(variable))))
        {
            yield return DiagnosticRules.VariableTaken.For(daprd.Name, $"variable '{variable}' is set by WithPodSettings as well.", "Keep one of them.");
        }
    }

    // Says what is missing, and takes away what must not be read by everybody who sees the workload.
    private static List<Diagnostic> CheckArguments(CommandLineArgsCallbackContext context, DaprSharedResource daprd)
    {
        List<Diagnostic> mistakes = [];
        List<string> removed = [];
        List<object> users = [.. context.Args];
        foreach (var own in DaprdCommandLine.Build(SharedDaprdFactory.Create(daprd), DaprdMode.Standalone))
        {
            var index = users.FindIndex(argument => ((argument as ReferenceExpression)?.Format ?? argument as string)?.StartsWith(own.Prefix, StringComparison.Ordinal) == true);
            if (index >= 0)
            {
                users.RemoveAt(index);
            }
            else
            {
                removed.Add($"--{own.Flag}");
            }
        }

        if (removed.Count > 0)
        {
            mistakes.Add(DiagnosticRules.ArgumentRemoved.For(daprd.Name, $"a callback of WithArgs has removed {string.Join(", ", removed)}.", "Leave them there, and use WithOptions to change them."));
        }

        foreach (var argument in users)
        {
            if (BackEnds.Parameters(argument).FirstOrDefault(parameter => parameter.Secret) is { } secret)
            {
                context.Args.Remove(argument);
                mistakes.Add(DiagnosticRules.NotPublished.For(daprd.Name, $"an argument of WithArgs holds the secret '{secret.Name}', which everybody who sees the workload could read.", "Use WithEnvironment."));
            }
        }

        return mistakes;
    }

    private static bool IsInCluster(DistributedApplicationExecutionContext context, DaprSharedResource daprd, IEnumerable<IResource> model) =>
        context.IsPublishMode && PublishTarget.Of(daprd, model) is not DockerComposeEnvironmentResource;
}

/// <summary>The last callback of daprd's arguments; nobody's own.</summary>
internal sealed class ArgumentsCheck(Action<CommandLineArgsCallbackContext> check) : CommandLineArgsCallbackAnnotation(context =>
{
    check(context);
    return Task.CompletedTask;
});

using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// The callback of daprd's environment behind its own and before those of users: the author's collector, in place of the dashboard of
/// an environment.
/// </summary>
internal sealed class CollectorEnvironment(DaprSharedResource resource)
    : EnvironmentCallbackAnnotation(context => Set(context, ResolvedDaprd.Of(resource))), IOwnCallback<EnvironmentCallbackContext>
{
    public void Run(EnvironmentCallbackContext context, ResolvedDaprd daprd) => Set(context, daprd);

    private static void Set(EnvironmentCallbackContext context, ResolvedDaprd daprd)
    {
        if (OtlpCollector.Of(daprd) is { } collector)
        {
            // As in run mode, where the traces of an app and of its daprd are told apart.
            context.EnvironmentVariables[Telemetry.Service] = daprd.Resource.Name;
            foreach (var (variable, value) in collector.Variables)
            {
                context.EnvironmentVariables[variable] = value;
            }
        }
    }

    /// <summary>
    /// Takes it back where a user has named another one by a variable: its headers are for nobody else, and its protocol may be wrong.
    /// </summary>
    public static void Withdraw(Dictionary<string, object> variables, ResolvedDaprd daprd)
    {
        if (OtlpCollector.Of(daprd) is not { Variables: var own })
        {
            return;
        }

        var pod = daprd.Daprd.Pod;
        var elsewhere = variables.Keys.Where(variable => variable == Telemetry.TracesEndpoint)
            .Concat(pod.Environment.Keys)
            .Concat(pod.SecretEnvironment.Keys)
            .Any(variable => variable is Telemetry.Endpoint or Telemetry.TracesEndpoint);
        if (elsewhere || !Equals(variables.GetValueOrDefault(Telemetry.Endpoint), own[Telemetry.Endpoint]))
        {
            foreach (var (variable, value) in own.Where(pair => Equals(variables.GetValueOrDefault(pair.Key), pair.Value)))
            {
                variables.Remove(variable);
            }
        }
    }

    /// <summary>
    /// Keeps a daprd from the dashboard of its environment, whose publisher writes the dashboard over every other address (Aspire 13.6.5,
    /// <c>ConfigureOtlp</c>).
    /// </summary>
    public static void KeepFromDashboard(DaprSharedResource daprd)
    {
        if (OtlpCollector.Of(ResolvedDaprd.Of(daprd)) is not null)
        {
            foreach (var exporter in daprd.Annotations.OfType<OtlpExporterAnnotation>().ToList())
            {
                daprd.Annotations.Remove(exporter);
            }
        }
    }
}

using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>A callback of ours: whoever evaluates it for another target than the resource's own runs it with that one.</summary>
internal interface IOwnCallback<in T>
{
    void Run(T context, ResolvedDaprd daprd);
}

/// <summary>The first callback of daprd's arguments: what follows from the model.</summary>
internal sealed class DaprdArguments(DaprSharedResource resource)
    : CommandLineArgsCallbackAnnotation(context => Add(context, ResolvedDaprd.Of(resource))), IOwnCallback<CommandLineArgsCallbackContext>
{
    public void Run(CommandLineArgsCallbackContext context, ResolvedDaprd daprd) => Add(context, daprd);

    private static Task Add(CommandLineArgsCallbackContext context, ResolvedDaprd daprd)
    {
        foreach (var argument in daprd.Arguments)
        {
            context.Args.Add(argument.Value);
        }

        return Task.CompletedTask;
    }

    /// <summary>Returns the arguments that users have added, wherever they are.</summary>
    public static IReadOnlyList<object> Users(IEnumerable<object> arguments, ResolvedDaprd daprd) =>
        [.. arguments.Where(argument => !daprd.Arguments.Any(own => ReferenceEquals(own.Value, argument)))];
}

/// <summary>The last one, where the application is published: what users have made of them.</summary>
internal sealed class DaprdArgumentsCheck(DaprSharedResource resource, ILogger logger)
    : CommandLineArgsCallbackAnnotation(context => Check(context, ResolvedDaprd.Of(resource), logger)),
        IOwnCallback<CommandLineArgsCallbackContext>
{
    public void Run(CommandLineArgsCallbackContext context, ResolvedDaprd daprd) => Check(context, daprd, logger);

    // Says what is missing, and takes away what must not be read by everybody who sees the workload.
    private static Task Check(CommandLineArgsCallbackContext context, ResolvedDaprd daprd, ILogger logger)
    {
        List<Diagnostic> mistakes = [];
        var removed = daprd.Arguments.Where(own => !context.Args.Any(argument => ReferenceEquals(argument, own.Value))).ToList();
        if (removed.Count > 0)
        {
            mistakes.Add(DiagnosticRules.ArgumentRemoved.For(
                daprd.Resource.Name,
                $"a callback of WithArgs has removed {string.Join(", ", removed.Select(own => $"--{own.Argument.Flag}"))}.",
                "Leave them there, and use WithOptions to change them."));
        }

        foreach (var argument in DaprdArguments.Users(context.Args, daprd))
        {
            if (BackEnds.Parameters(argument).FirstOrDefault(parameter => parameter.Secret) is { } secret)
            {
                context.Args.Remove(argument);
                mistakes.Add(DiagnosticRules.NotPublished.For(
                    daprd.Resource.Name,
                    $"an argument of WithArgs holds the secret '{secret.Name}', which everybody who sees the workload could read.",
                    "Use WithEnvironment."));
            }
        }

        Report.To(logger, mistakes);
        return Task.CompletedTask;
    }
}

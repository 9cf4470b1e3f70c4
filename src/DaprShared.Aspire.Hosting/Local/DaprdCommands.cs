using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>A command of a shared daprd in the dashboard and the CLI.</summary>
internal sealed record DaprdCommand(
    string Name,
    string Title,
    string Description,
    string Icon,
    Func<ExecuteCommandContext, DaprSharedResource, Task<ExecuteCommandResult>> Run,
    Func<DaprSharedResource, IReadOnlyList<InteractionInput>>? Inputs = null);

/// <summary>All of them; stopping and starting are Aspire's own.</summary>
internal static class DaprdCommands
{
    private const string Masked = "<token>";

    public static IReadOnlyList<DaprdCommand> All { get; } =
    [
        new(
            "dapr-metadata", "Show metadata",
            "Shows what daprd has loaded: components, subscriptions, actor types and the app channel.",
            "Info", DaprdApi.ShowMetadataAsync),
        new(
            "dapr-reload", "Reload",
            "Starts daprd again, which reads the components and the app's subscriptions and actor types anew. The app keeps running.",
            "ArrowSync", DaprdApi.ReloadAsync),
        new(
            "dapr-publish", "Publish a message",
            "Publishes a message to a topic through this daprd.",
            "Send", DaprdApi.PublishAsync, CommandInputs.Publish),
        new(
            "dapr-invoke", "Invoke a method",
            "Calls a method of an app through this daprd, and shows the answer.",
            "Play", DaprdApi.InvokeAsync, CommandInputs.Invoke),
        new(
            "dapr-command-line", "Show command line",
            "Shows what daprd was started with. Secrets are masked.",
            "WindowConsole", ShowCommandLineAsync),
        new(
            "dapr-app-variables", "Copy the app's variables",
            "Shows the variables that lead an app on this machine to this daprd, as lines of an .env file. Tokens are masked.",
            "Copy", (_, daprd) => Task.FromResult(ShowVariables(daprd))),
    ];

    public static bool IsRunning(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.Running;

    public static bool IsRunning(ResourceNotificationService notifications, DaprSharedResource daprd) =>
        notifications.TryGetCurrentState(daprd.Name, out var current) && IsRunning(current.Snapshot);

    /// <summary>Adds them to a daprd; they wait for it to run.</summary>
    public static IResourceBuilder<DaprSharedResource> AddTo(IResourceBuilder<DaprSharedResource> builder) =>
        All.Aggregate(builder, (dapr, command) => dapr.WithCommand(
            command.Name,
            command.Title,
            context => RunAsync(command, context, dapr.Resource),
            new()
            {
                Description = command.Description,
                IconName = command.Icon,
                Arguments = command.Inputs?.Invoke(dapr.Resource) ?? [],
                UpdateState = context => IsRunning(context.ResourceSnapshot) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            }));

    // The CLI does not ask whether a command is enabled.
    private static Task<ExecuteCommandResult> RunAsync(DaprdCommand command, ExecuteCommandContext context, DaprSharedResource daprd) =>
        IsRunning(context.Services.GetRequiredService<ResourceNotificationService>(), daprd)
            ? command.Run(context, daprd)
            : Task.FromResult(CommandResults.Failure($"{daprd.Name} is not running. Start it first."));

    private static async Task<ExecuteCommandResult> ShowCommandLineAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var started = await ExecutionConfigurationBuilder.Create(daprd).WithArgumentsConfig().BuildAsync(
            context.Services.GetRequiredService<DistributedApplicationExecutionContext>(), context.Logger, context.CancellationToken);
        return started.Exception is { } error
            ? CommandResults.Failure(error.Message)
            : DaprdApi.Shown(
                $"Command line of {daprd.Name}",
                string.Join(
                    " \\\n  ",
                    started.Arguments.Select(argument => argument.IsSensitive ? "<secret>" : Quoted(argument.Value))
                        .Prepend(DaprdCommandLine.Executable)));
    }

    // The dashboard masks values of its own rows only, so a token is not shown at all.
    private static ExecuteCommandResult ShowVariables(DaprSharedResource daprd)
    {
        (string Variable, ParameterResource? Value)[] tokens =
            [(AppEnvironment.ApiToken, daprd.ApiToken), (AppEnvironment.AppToken, daprd.AppToken)];
        var masked = (from token in tokens where token.Value is not null select $"{token.Variable}={Masked}").ToList();
        if (masked.Count > 0)
        {
            masked.Insert(0, $"# {Masked}: the variable of the same name in the details of '{daprd.Name}', where the dashboard unmasks it");
        }

        return DaprdApi.Shown(
            $"Variables of an app of {daprd.Name}",
            string.Join('\n', (IEnumerable<string>)
            [
                $"{AppEnvironment.HttpEndpoint}={daprd.HttpEndpoint.Url}",
                $"{AppEnvironment.GrpcEndpoint}={daprd.GrpcEndpoint.Url}",
                .. masked,
            ]));
    }

    // As a shell takes it.
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=./:,@%+".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

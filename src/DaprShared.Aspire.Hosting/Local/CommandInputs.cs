using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// What the commands ask for. The dashboard shows a form, the CLI takes them as options of these names.
/// </summary>
internal static class CommandInputs
{
    public const string Topic = "topic", Data = "data", AppId = "app-id", Method = "method", Verb = "verb";

    public static IReadOnlyList<string> Verbs { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>The topic, one of those that the running apps have subscribed to or any other, and the data.</summary>
    public static IReadOnlyList<InteractionInput> Publish(DaprSharedResource daprd) =>
    [
        Choice(
            Topic, "Topic", "The pub/sub component and the topic, for example pubsub/orders.", required: true,
            context => TopicsAsync(daprd, context)),
        Text(Data, "Data", "The message; JSON, or else plain text.", required: true),
    ];

    /// <summary>What is called, at which app, how, and with what.</summary>
    public static IReadOnlyList<InteractionInput> Invoke(DaprSharedResource daprd) =>
    [
        Text(Method, "Method", "The path of the app, with its query, for example orders/1.", required: true),
        Choice(
            AppId, "App-id", $"The app that is called; '{daprd.AppId}' where it is left out.", required: false,
            context => Task.FromResult(Daprds(context).Select(other => other.AppId))),
        Choice(Verb, "Verb", "The HTTP verb; GET where it is left out.", required: false, _ => Task.FromResult(Verbs.AsEnumerable())),
        Text(Data, "Data", "The body; JSON, or else plain text.", required: false),
    ];

    // Of the pub/sub components that this daprd has.
    private static async Task<IEnumerable<string>> TopicsAsync(DaprSharedResource daprd, LoadInputContext context)
    {
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var running = Daprds(context).Where(other => DaprdCommands.IsRunning(notifications, other)).ToList();
        var answers = await Task.WhenAll(running.Select(async other => (
            Daprd: other,
            (await DaprdClient.GetAsync(other, DaprdClient.Metadata, context.CancellationToken)).Json)));
        var own = DaprdMetadata.PubSubs(answers.FirstOrDefault(answer => answer.Daprd == daprd).Json).ToHashSet();
        return from answer in answers
               from topic in DaprdMetadata.Topics(answer.Json)
               where own.Contains(topic.PubSub)
               select $"{topic.PubSub}/{topic.Topic}";
    }

    private static IEnumerable<DaprSharedResource> Daprds(LoadInputContext context) =>
        context.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<DaprSharedResource>();

    private static InteractionInput Text(string name, string label, string description, bool required) => new()
    {
        Name = name,
        Label = label,
        Description = description,
        InputType = InputType.Text,
        Required = required,
    };

    private static InteractionInput Choice(
        string name, string label, string description, bool required, Func<LoadInputContext, Task<IEnumerable<string>>> options) => new()
        {
            Name = name,
            Label = label,
            Description = description,
            InputType = InputType.Choice,
            AllowCustomChoice = true,
            Required = required,
            DynamicLoading = new()
            {
                LoadCallback = async context =>
                    context.Input.Options = [.. (await options(context)).Distinct().Select(option => KeyValuePair.Create(option, option))],
            },
        };
}

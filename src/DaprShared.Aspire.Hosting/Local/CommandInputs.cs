using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// What the commands ask for. The dashboard shows a form, the CLI takes them in this order:
/// <c>aspire resource orders-dapr dapr-publish pubsub/orders '{"id": 1}'</c>.
/// </summary>
internal static class CommandInputs
{
    public const string Topic = "topic", Data = "data", AppId = "app-id", Method = "method", Verb = "verb";

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>The topic, one of those that the application knows, and the data.</summary>
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
            context => Task.FromResult(AppIds(context))),
        new()
        {
            Name = Verb,
            Label = "Verb",
            Description = "The HTTP verb; GET where it is left out.",
            InputType = InputType.Choice,
            Options = [.. Verbs.Select(verb => KeyValuePair.Create(verb, verb))],
            Value = Verbs[0],
        },
        Text(Data, "Data", "The body; JSON, or else plain text.", required: false),
    ];

    // Those of the model, and those that the running apps have subscribed to in their code.
    private static async Task<IEnumerable<string>> TopicsAsync(DaprSharedResource daprd, LoadInputContext context)
    {
        var daprds = Daprds(context.Services);
        var names = daprd.Components.Select(component => component.Name).ToHashSet();
        var inModel = from reference in daprds.SelectMany(other => other.Objects).OfType<DaprSharedSubscriptionResource>()
                      select (reference.Subscription.PubSub, Topic: $"{reference.Subscription.PubSub}/{reference.Subscription.Topic}");
        var loaded = await Task.WhenAll(daprds.Where(other => IsRunning(context.Services, other)).Select(async other =>
            DaprdMetadata.Read((await DaprdClient.GetAsync(other, DaprdClient.Metadata, context.CancellationToken)).Body)?.Topics ?? []));
        return inModel.Where(topic => names.Contains(topic.PubSub)).Select(topic => topic.Topic).Concat(loaded.SelectMany(topics => topics));
    }

    private static IEnumerable<string> AppIds(LoadInputContext context) => Daprds(context.Services).Select(daprd => daprd.AppId);

    private static List<DaprSharedResource> Daprds(IServiceProvider services) =>
        [.. services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<DaprSharedResource>()];

    private static bool IsRunning(IServiceProvider services, DaprSharedResource daprd) =>
        services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(daprd.Name, out var current)
        && DaprdCommands.IsRunning(current.Snapshot);

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
                context.Input.Options =
                [
                    .. from option in (await options(context)).Distinct().Order(StringComparer.Ordinal)
                       select KeyValuePair.Create(option, option),
                ],
        },
    };
}

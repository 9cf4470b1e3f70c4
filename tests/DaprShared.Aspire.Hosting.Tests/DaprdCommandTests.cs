using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting.Tests;

/// <summary>The commands of a daprd: what is typed in, what daprd is asked, what is shown.</summary>
public sealed class DaprdCommandTests
{
    private const string Publish = "POST /v1.0/publish/pubsub/sales";

    [Theory]
    [InlineData("""{"id": 1}""", "application/json; charset=utf-8")]
    [InlineData("a book", "text/plain; charset=utf-8")]
    public async Task A_message_is_published_and_shown(string data, string contentType)
    {
        await using var daprd = new FakeDaprd().Answer(Publish, 204);

        var result = await RunAsync(daprd, "dapr-publish", ("topic", "pubsub/sales"), ("data", data));

        Assert.True(result.Success);
        Assert.Equal("orders-dapr has published to topic 'sales' of 'pubsub'.", result.Message);
        Assert.Equal(
            $"POST /v1.0/publish/pubsub/sales\nContent-Type: {contentType}\n\n{data}\n\ndaprd answered 204.", result.Data!.Value);
        Assert.Equal(new Asked(Publish, "the-token", contentType, data), Assert.Single(daprd.Asked));
    }

    [Fact]
    public async Task A_message_that_daprd_does_not_take_says_why()
    {
        await using var daprd = new FakeDaprd().Answer(
            Publish, 404, """{"errorCode":"ERR_PUBSUB_NOT_FOUND","message":"pubsub 'pubsub' not found","details":[]}""");

        var result = await RunAsync(daprd, "dapr-publish", ("topic", "pubsub/sales"), ("data", "a book"));

        Assert.False(result.Success);
        Assert.Matches(
            "^daprd answered 404 ERR_PUBSUB_NOT_FOUND to http://localhost:[0-9]+/v1.0/publish/pubsub/sales: pubsub 'pubsub' not found$",
            result.Message);
    }

    [Theory]
    [InlineData("sales")]
    [InlineData("pubsub/")]
    public async Task A_topic_names_its_component(string topic)
    {
        await using var daprd = new FakeDaprd();

        var result = await RunAsync(daprd, "dapr-publish", ("topic", topic), ("data", "a book"));

        Assert.Equal(
            $"'{topic}' is no topic. Write <pub/sub component>/<topic>, for example pubsub/orders.", result.Message);
        Assert.Empty(daprd.Asked);
    }

    [Fact]
    public async Task A_method_of_its_own_app_is_called_and_the_answer_is_shown()
    {
        const string Request = "GET /v1.0/invoke/orders/method/orders/1?full=true";
        await using var daprd = new FakeDaprd().Answer(Request, 200, """{"id":1}""");

        var result = await RunAsync(daprd, "dapr-invoke", ("method", "/orders/1?full=true"));

        Assert.True(result.Success);
        Assert.Equal("GET /v1.0/invoke/orders/method/orders/1?full=true: 200", result.Message);
        Assert.Equal(
            (CommandResultFormat.Json, "{\n  \"id\": 1\n}", true),
            (result.Data!.Format, result.Data.Value.ReplaceLineEndings("\n"), result.Data.DisplayImmediately));
        Assert.Equal(new Asked(Request, "the-token", null, ""), Assert.Single(daprd.Asked));
    }

    [Fact]
    public async Task A_method_of_another_app_is_called_with_a_verb_and_a_body()
    {
        const string Request = "POST /v1.0/invoke/billing/method/bills";
        await using var daprd = new FakeDaprd().Answer(Request, 200, "done");

        var result = await RunAsync(
            daprd, "dapr-invoke", ("method", "bills"), ("app-id", "billing"), ("verb", "post"), ("data", """{"total": 5}"""));

        Assert.Equal((CommandResultFormat.Text, "done"), (result.Data!.Format, result.Data.Value));
        Assert.Equal(
            new Asked(Request, "the-token", "application/json; charset=utf-8", """{"total": 5}"""), Assert.Single(daprd.Asked));
    }

    [Theory]
    [InlineData(500, """{"errorCode":"ERR_DIRECT_INVOKE","message":"app channel is not initialized"}""",
        "daprd answered 500 ERR_DIRECT_INVOKE to URL: app channel is not initialized")]
    [InlineData(404, "no order 1", "app 'orders' answered 404 to URL: no order 1")]
    [InlineData(503, "", "app 'orders' answered 503 to URL")]
    [InlineData(401, "invalid api token\n", "app 'orders' answered 401 to URL: invalid api token")]
    public async Task A_call_that_fails_says_who_did_not_want_it_and_why(int status, string body, string message)
    {
        await using var daprd = new FakeDaprd().Answer("GET /v1.0/invoke/orders/method/orders/1", status, body);

        var result = await RunAsync(daprd, "dapr-invoke", ("method", "orders/1"));

        Assert.False(result.Success);
        Assert.Matches($"^{message.Replace("URL", "http://localhost:[0-9]+/v1.0/invoke/orders/method/orders/1")}$", result.Message);
    }

    [Fact]
    public async Task The_token_does_not_follow_where_an_answer_leads()
    {
        await using var elsewhere = new FakeDaprd();
        var dapr = AppHost.Create().AddDaprShared("elsewhere").Resource;
        elsewhere.Is(dapr);
        await using var daprd = new FakeDaprd().Answer("GET /v1.0/invoke/orders/method/moved", 302, dapr.HttpEndpoint.Url);

        var result = await RunAsync(daprd, "dapr-invoke", ("method", "moved"));

        Assert.StartsWith("app 'orders' answered 302 to ", result.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked);
    }

    [Fact]
    public async Task A_verb_is_one_of_those_that_are_offered()
    {
        await using var daprd = new FakeDaprd();

        var result = await RunAsync(daprd, "dapr-invoke", ("method", "orders"), ("verb", "FETCH IT"));

        Assert.Equal("'FETCH IT' is no verb. Take one of GET, POST, PUT, PATCH, DELETE.", result.Message);
    }

    [Fact]
    public async Task Metadata_is_shown()
    {
        await using var daprd = new FakeDaprd().Answer("GET /v1.0/metadata", 200, """{"id":"orders"}""");

        var result = await RunAsync(daprd, "dapr-metadata");

        Assert.Equal("Metadata of orders", result.Message);
        Assert.Equal("{\n  \"id\": \"orders\"\n}", result.Data!.Value.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_command_line_is_shown_as_a_shell_takes_it()
    {
        await using var daprd = new FakeDaprd();

        var result = await RunAsync(daprd, "dapr-command-line");

        Assert.Equal("Command line of orders-dapr", result.Message);
        Assert.StartsWith("/daprd \\\n  --mode=standalone \\\n  --app-id=orders \\\n", result.Data!.Value, StringComparison.Ordinal);
        Assert.EndsWith(
            " \\\n  '--dapr-allowed-origins=https://a.example, https://b.example'", result.Data.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variables_of_the_app_are_shown_and_no_token()
    {
        await using var daprd = new FakeDaprd();

        var result = await RunAsync(daprd, "dapr-app-variables");

        Assert.Equal("Variables of an app of orders-dapr", result.Message);
        Assert.Matches(
            """
            ^DAPR_HTTP_ENDPOINT=http://localhost:[0-9]+
            DAPR_GRPC_ENDPOINT=http://localhost:[0-9]+
            # <token>: the variable of the same name in the details of 'orders-dapr', where the dashboard unmasks it
            DAPR_API_TOKEN=<token>
            APP_API_TOKEN=<token>$
            """.ReplaceLineEndings("\n"),
            result.Data!.Value);
    }

    [Theory]
    [InlineData("dapr-metadata")]
    [InlineData("dapr-reload")]
    [InlineData("dapr-publish")]
    [InlineData("dapr-invoke")]
    [InlineData("dapr-command-line")]
    [InlineData("dapr-app-variables")]
    public async Task A_command_of_a_daprd_that_does_not_run_says_so(string command)
    {
        await using var daprd = new FakeDaprd();

        var result = await RunAsync(daprd, command, KnownResourceStates.Exited);

        Assert.Equal((false, "orders-dapr is not running. Start it first."), (result.Success, result.Message));
        Assert.Empty(daprd.Asked);
    }

    [Theory]
    [InlineData("dapr-publish", "topic", "pubsub/sales")]
    [InlineData("dapr-invoke", "app-id", "orders")]
    [InlineData("dapr-invoke", "verb", "GET, POST, PUT, PATCH, DELETE")]
    public async Task A_form_offers_what_there_is(string command, string name, string offered)
    {
        await using var daprd = new FakeDaprd().Answer("GET /v1.0/metadata", 200, """
            {"components":[{"name":"pubsub","type":"pubsub.redis"},{"name":"other","type":"state.redis"}],
            "subscriptions":[{"pubsubname":"pubsub","topic":"sales"},{"pubsubname":"theirs","topic":"sales"}]}
            """);
        await using var app = Build(daprd);
        await app.StateAsync(Dapr(app), KnownResourceStates.Running);
        var input = Dapr(app).Annotations.OfType<ResourceCommandAnnotation>().Single(annotation => annotation.Name == command)
            .Arguments.Single(argument => argument.Name == name);

        await input.DynamicLoading!.LoadCallback(new()
        {
            Input = input,
            AllInputs = new([input]),
            Services = app.Services,
            CancellationToken = TestContext.Current.CancellationToken,
        });

        Assert.Equal(offered, string.Join(", ", input.Options!.Select(option => option.Value)));
        Assert.True(input.AllowCustomChoice);
    }

    private static Task<ExecuteCommandResult> RunAsync(FakeDaprd daprd, string command, params (string, string)[] inputs) =>
        RunAsync(daprd, command, KnownResourceStates.Running, inputs);

    private static async Task<ExecuteCommandResult> RunAsync(
        FakeDaprd daprd, string command, string state, params (string Name, string Value)[] inputs)
    {
        await using var app = Build(daprd);
        await app.StateAsync(Dapr(app), state);
        return await Dapr(app).Annotations.OfType<ResourceCommandAnnotation>().Single(annotation => annotation.Name == command)
            .ExecuteCommand(new()
            {
                Services = app.Services,
                ResourceName = "orders-dapr",
                CancellationToken = TestContext.Current.CancellationToken,
                Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
                Arguments = new([.. inputs.Select(input => new InteractionInput
                {
                    Name = input.Name,
                    InputType = InputType.Text,
                    Value = input.Value,
                })]),
            });
    }

    private static DistributedApplication Build(FakeDaprd daprd)
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:orders-dapr-api-token"] = "the-token";
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithAppToken()
            .WithArgs("--dapr-allowed-origins=https://a.example, https://b.example");
        daprd.Is(dapr.Resource);
        return builder.Build();
    }

    private static DaprSharedResource Dapr(DistributedApplication app) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<DaprSharedResource>().Single();
}

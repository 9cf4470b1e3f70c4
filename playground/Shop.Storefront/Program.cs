using System.Net;
using Dapr.Client;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Shop.Storefront;

var builder = WebApplication.CreateBuilder(args);

// The SDK finds daprd through DAPR_HTTP_ENDPOINT, DAPR_GRPC_ENDPOINT and DAPR_API_TOKEN.
builder.Services.AddDaprClient();
// Made from the client of the SDK: the static DaprClient.CreateInvokeHttpClient leaves out the API token unless it is passed.
builder.Services.AddKeyedSingleton(DaprNames.OrdersAppId, (services, _) =>
    services.GetRequiredService<DaprClient>().CreateInvokableHttpClient(DaprNames.OrdersAppId));
builder.Services.AddSingleton<RecentOrders>();
builder.Services.AddHealthChecks();

// One trace through the apps and their daprds. Without it ASP.NET Core tells daprd not to sample what it is called for, and daprd obeys.
// The Dapr SDK calls by gRPC, whose spans are the parents of those of HTTP.
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddSource("Grpc.Net.Client"))
    .UseOtlpExporter();
builder.Services.AddValidation();

var app = builder.Build();

app.MapHealthChecks("/healthz");

app.MapGet("/", (RecentOrders recent) => Results.Content(Page.Render(recent.NewestFirst), "text/html; charset=utf-8"));

app.MapPost("/orders", async (OrderRequest request, DaprClient dapr, RecentOrders recent, CancellationToken cancellation) =>
{
    var order = new Order(Guid.CreateVersion7().ToString("N"), request.Item, request.Quantity);
    await dapr.PublishEventAsync(DaprNames.PubSub, DaprNames.OrdersTopic, order, cancellation);
    recent.Add(order);
    return Results.Accepted($"/orders/{order.Id}", order);
});

app.MapGet("/orders/{id}", async (
    string id, [FromKeyedServices(DaprNames.OrdersAppId)] HttpClient orders, CancellationToken cancellation) =>
{
    using var response = await orders.GetAsync($"/orders/{Uri.EscapeDataString(id)}", cancellation);
    if (response.StatusCode == HttpStatusCode.NotFound)
    {
        return Results.NotFound();
    }

    response.EnsureSuccessStatusCode();
    return Results.Ok(await response.Content.ReadFromJsonAsync<Order>(cancellation));
});

app.Run();

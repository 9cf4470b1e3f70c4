using System.Text;

namespace DaprShared.Hosting.Tests;

/// <summary>An application with a secret wherever one can be, and what is left of them where everybody may read.</summary>
public abstract class SecretsTests
{
    /// <summary>Adds the compute environment of the target.</summary>
    protected abstract void AddEnvironment(IDistributedApplicationBuilder builder);

    /// <summary>Gets how the target names a value that comes later.</summary>
    protected abstract string Reference { get; }

    [Fact]
    public async Task No_secret_is_in_a_published_file_or_in_the_log()
    {
        Dictionary<string, string> secrets = [];
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            AddEnvironment(builder);
            secrets = SecretModel.Add(builder);
        });

        Assert.DoesNotContain(log, line => line.Contains("error DAPRSHARED", StringComparison.Ordinal));
        Assert.NotEmpty(log);
        Assert.Contains(files.Values, text => text.Contains(Reference, StringComparison.Ordinal));
        Assert.Empty(from secret in secrets.Values
                     from text in log.Concat(files.Select(file => $"{file.Key}: {file.Value}"))
                     where SecretModel.Shows(text, secret)
                     select $"{secret} in {text}");
    }
}

/// <summary>An application with a secret wherever one can be.</summary>
internal static class SecretModel
{
    /// <summary>Adds it, and returns the values of its secrets by their parameters.</summary>
    public static Dictionary<string, string> Add(IDistributedApplicationBuilder builder)
    {
        Dictionary<string, string> secrets = [];
        IResourceBuilder<ParameterResource> Secret(string name, string before = "") =>
            builder.AddParameter(name, before + (secrets[name] = $"s3cret-of-{name}"), secret: true);

        var (user, password) = (builder.AddParameter("user", "me"), Secret("password"));
        var queue = builder.AddContainer("queue", "rabbitmq").WithEndpoint(targetPort: 5672, name: "tcp");
        var host = queue.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis")
            .WithMetadata("redisHost", host)
            .WithSecretMetadata("redisPassword", Secret("redis-password"))
            .WithSecretMetadata("primaryEncryptionKey", Secret("key"));
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.rabbitmq")
            .WithMetadata("connectionString", ReferenceExpression.Create($"amqp://{user}:{password}@{host}"));
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
        orders.WithDaprShared(dapr => dapr
            .WithReference(store)
            .WithReference(pubsub)
            .WithApiToken(Secret("api-token"))
            .WithAppToken(Secret("app-token"))
            .WithEnvironment("LICENCE", Secret("licence"))
            .WithOtlpCollector("https://otlp.example.com:4317", headers: Secret("collector-headers", "api-key="))
            .WithEnvironment("PROXY", ReferenceExpression.Create($"http://{user}:{password}@proxy:3128")));
        builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(targetPort: 8080)
            .WithDaprShared(dapr => dapr.WithReference(pubsub).PublishAsDeployment(2));
        return secrets;
    }

    /// <summary>Returns whether a text shows a secret, as it is or as a Kubernetes Secret would hold it.</summary>
    public static bool Shows(string text, string secret) =>
        text.Contains(secret, StringComparison.Ordinal)
        || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal);
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CsCheck;
using DaprShared.Hosting.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Fuzz;

/// <summary>AppHosts: any calls in any order become plain manifests that a cluster takes, or diagnostics.</summary>
public class ModelProperties
{
    private readonly Testing.KubernetesSchema _schema = Testing.KubernetesSchema.Of("1.35");

    [Fact]
    public void An_AppHost_becomes_manifests_or_diagnostics() => AppHostCall.Any.Array[1, 25].Holds(8, calls =>
    {
        var (faults, files) = Publish(calls);
        var (again, same) = Publish(calls);
        Assert.Equal(faults, again);
        Assert.Equal(files, same);
        if (faults.Count > 0)
        {
            Assert.All(faults, fault => Assert.True(fault.Contains("error DAPRSHARED", StringComparison.Ordinal), fault));
            Assert.Empty(files);
        }

        foreach (var (name, text) in files.Where(file => file.Key.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            Yaml.Read(text);
            Assert.Empty(name.EndsWith("/kustomization.yaml", StringComparison.Ordinal) ? [] : _schema.Mistakes(text));
        }
    }, calls => string.Join('\n', calls.AsEnumerable()));

    // What the steps failed with, and what they wrote.
    private static (IReadOnlyList<string> Faults, SortedDictionary<string, string> Files) Publish(IReadOnlyList<AppHostCall> calls)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        using var log = new Faults();
        try
        {
            AppHost.PublishToAsync(folder, builder =>
            {
                builder.Services.AddSingleton<ILoggerProvider>(log);
                var shop = new Shop(builder);
                foreach (var call in calls)
                {
                    call.Make(shop);
                }
            }).GetAwaiter().GetResult();
        }
        catch (DistributedApplicationException error)
        {
            log.Found.Enqueue(error.Message);
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file), file => File.ReadAllText(file).Replace(folder, "", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
        return ([.. log.Found.Select(fault => fault.Replace(folder, "", StringComparison.Ordinal)).Distinct()],
            new(files, StringComparer.Ordinal));
    }

    private sealed class Faults : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Found { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                Found.Enqueue(exception.GetBaseException() is DistributedApplicationException known ? known.Message : $"{exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What an AppHost has so far.</summary>
internal sealed class Shop(IDistributedApplicationBuilder builder)
{
    public IDistributedApplicationBuilder Builder { get; } = builder;

    public List<IResourceBuilder<ContainerResource>> Apps { get; } = [];

    public List<IResourceBuilder<DaprSharedResource>> Daprds { get; } = [];

    public List<IResourceBuilder<DaprSharedComponentResource>> Components { get; } = [];

    public List<IResourceBuilder<DaprSharedConfigurationResource>> Configurations { get; } = [];

    public List<IResourceBuilder<DaprSharedResiliencyResource>> Resiliencies { get; } = [];

    public List<IResourceBuilder<DaprSharedSubscriptionResource>> Subscriptions { get; } = [];

    public List<IResourceBuilder<ParameterResource>> Parameters { get; } = [];
}

/// <summary>One call of an AppHost, with what it may take.</summary>
internal sealed partial record AppHostCall(int Row, int Place, string First, string Second, int Number)
{
    private static readonly Gen<string> _texts = Gen.Frequency(
        (8, Gen.OneOf("orders", "mail", "cart", "statestore", "pubsub", "dapr", "shop")),
        (4, Gen.OneOf(
            "state.redis", "pubsub.in-memory", "redisHost", "secretKey", "primaryEncryptionKey", "http://orders:80", "https://x.example",
            "/healthz", "debug", "64Mi", "500m", "30s", "http", "grpc", "My.Orders", "-x", "a.b/c", "localhost", "a,b", "NoSchedule",
            "features: []", "half \ud83d", $"sha256:{new string('a', 64)}", new string('a', 60))),
        (2, Inputs.Text));

    private static readonly Gen<int> _numbers = Gen.OneOf(
        0, 1, 2, 3, 5, 80, 3500, 8080, 50001, 65535, 65536, -1, int.MaxValue, int.MinValue);

    /// <summary>Any call; an application begins with some.</summary>
    public static Gen<AppHostCall> Any => Gen.Select(
        Gen.Frequency((2, Gen.Int[0, 4]), (3, Gen.Int[0, Rows.Length - 1])), Gen.Int[0, 3], _texts, _texts, _numbers,
        (row, place, first, second, number) => new AppHostCall(row, place, first, second, number));

    /// <summary>
    /// Makes the call. A mistake in an argument is an exception of the family of <see cref="ArgumentException"/>, and Aspire refuses a name
    /// that is taken; then nothing has changed.
    /// </summary>
    public void Make(Shop shop)
    {
        try
        {
            Rows[Row].Make(shop, this);
        }
        catch (Exception e) when (e is ArgumentException or DistributedApplicationException)
        {
            // As documented.
        }
    }

    public override string ToString() =>
        $"{Rows[Row].Name} [{Place}] {JsonValue.Create(First).ToJsonString()} {JsonValue.Create(Second).ToJsonString()} {Number}";
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Benchmarks;

/// <summary>The same AppHost twice: with shared daprds, and with plain containers that have the same endpoints and variables.</summary>
internal static class AppHosts
{
    private const int Count = 100;
    private static int s_published;

    /// <summary>Where is published to; deleted at the end, because deleting slows down the file system for what is written next.</summary>
    public static DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("dapr-shared-");

    public static void AddShared() => Build(Shared);

    public static void AddPlain() => Build(Plain);

    public static void PublishShared() => Publish(Shared);

    public static void PublishPlain() => Publish(Plain);

    private static void Shared(IDistributedApplicationBuilder builder)
    {
        for (var i = 0; i < Count; i++)
        {
            builder.AddDaprShared($"app{i}");
        }
    }

    private static void Plain(IDistributedApplicationBuilder builder)
    {
        for (var i = 0; i < Count; i++)
        {
            var generated = new GenerateParameterDefault { MinLength = 32, Special = false };
            var token = builder.AddParameter($"app{i}-token", generated, secret: true, persist: true);
            builder.AddContainer($"app{i}", "daprio/daprd", "1.18.3")
                .WithHttpEndpoint(targetPort: 3500, name: "http")
                .WithHttpEndpoint(targetPort: 50001, name: "grpc")
                .WithHttpEndpoint(targetPort: 50002, name: "internal")
                .WithHttpEndpoint(targetPort: 3501, name: "public")
                .WithHttpEndpoint(targetPort: 9090, name: "metrics")
                .WithEnvironment("DAPR_API_TOKEN", token)
                .WithOtlpExporter();
        }
    }

    private static void Build(Action<IDistributedApplicationBuilder> add)
    {
        var builder = Create();
        add(builder);
        builder.Build().Dispose();
    }

    private static void Publish(Action<IDistributedApplicationBuilder> add)
    {
        var builder =
            Create("--operation", "publish", "--step", "publish", "--output-path", Path.Combine(Folder.FullName, $"{s_published++}"));
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        add(builder);
        using var app = builder.Build();
        app.Run();
    }

    private static IDistributedApplicationBuilder Create(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = args,
            DisableDashboard = true,
            AssemblyName = typeof(AppHosts).Assembly.GetName().Name,
            ProjectDirectory = Path.GetTempPath(),
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return builder;
    }
}

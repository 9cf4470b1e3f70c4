using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Benchmarks;

/// <summary>The same AppHost twice: with shared daprds, and with plain containers that have the same endpoints and variables.</summary>
internal static class AppHosts
{
    private static int s_published;

    /// <summary>Where is published to; deleted at the end, because deleting slows down the file system for what is written next.</summary>
    public static DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("dapr-shared-");

    // A host watches all folders below its own for changes of settings, so there are none.
    private static string ProjectFolder { get; } = Folder.CreateSubdirectory("project").FullName;

    /// <summary>Adds so many and builds the model.</summary>
    public static void Build(int count, bool isShared)
    {
        var builder = Create();
        Add(builder, count, isShared);
        builder.Build().Dispose();
    }

    /// <summary>Publishes so many to a chart, and returns the application.</summary>
    public static object PublishIn(int count, bool isShared)
    {
        var output = Path.Combine(Folder.FullName, "charts", $"{s_published++}");
        var builder = Create("--operation", "publish", "--step", "publish", "--output-path", output);
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        Add(builder, count, isShared);
        using var app = builder.Build();
        app.Run();
        return app;
    }

    private static void Add(IDistributedApplicationBuilder builder, int count, bool isShared)
    {
        for (var i = 0; i < count; i++)
        {
            if (isShared)
            {
                builder.AddDaprShared($"app{i}");
                continue;
            }

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

    private static IDistributedApplicationBuilder Create(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = args,
            DisableDashboard = true,
            AssemblyName = typeof(AppHosts).Assembly.GetName().Name,
            ProjectDirectory = ProjectFolder,
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return builder;
    }
}

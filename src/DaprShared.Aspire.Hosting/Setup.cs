using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DaprShared.Hosting;

/// <summary>What an application with shared daprds has once, however many there are.</summary>
internal static class Setup
{
    public static void Ensure(IDistributedApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(Application)))
        {
            return;
        }

        FamilyVersion.Check(typeof(SharedDaprd).Assembly, typeof(DaprSharedResource).Assembly);
        builder.Services.AddSingleton(new Application(builder));
        DiagnosticLog.Add(builder);
        _ = DaprSharedOptions.Of(builder);
        builder.Services.TryAddEventingSubscriber<DaprSharedLifecycle>();
        builder.Services.AddSingleton<IHostedService, DaprdWatch>();
        builder.Services.AddSingleton<IHostedService, ComponentWatch>();
        builder.Services.AddSingleton<IHostedService, MetadataWatch>();
        builder.Services.AddSingleton<IHostedService, FilesWatch>();
#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.
        PlainManifests.AddSteps(builder.Pipeline);
        PublishSummary.AddStep(builder.Pipeline);
        ClusterSteps.AddSteps(builder.Pipeline);
#pragma warning restore ASPIREPIPELINES001
    }
}

/// <summary>The application, for what is added to it when it is known as a whole.</summary>
internal sealed record Application(IDistributedApplicationBuilder Builder);

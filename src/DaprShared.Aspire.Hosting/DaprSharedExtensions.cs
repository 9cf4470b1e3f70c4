#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Lifecycle;
using DaprShared;
using DaprShared.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds shared daprds to an application: Dapr without a sidecar, one daprd per app-id, apart from the app.</summary>
public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Adds a shared daprd. In run mode, and published to Docker Compose, it is a container in standalone mode; published to Kubernetes it is a DaemonSet
    /// (or a Deployment, see <see cref="PublishAsDeployment"/>) in kubernetes mode.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appId">
    /// The Dapr app-id, a lower-case DNS label that begins with a letter, of at most 54 characters, or <see langword="null"/> for the resource's name in lower
    /// case. Peers find it as Service <c>&lt;app-id&gt;-dapr</c>.
    /// </param>
    /// <returns>The shared daprd. Its endpoints are <c>http</c> 3500, <c>grpc</c> 50001, <c>internal</c> 50002, <c>public</c> 3501 and
    /// <c>metrics</c> 9090; its health is daprd's outbound health, which does not wait for the app, so the app may wait for it.</returns>
    /// <remarks>
    /// The Dapr API asks for a token, which is generated once, kept in the AppHost's user secrets, and given to daprd and to every app that
    /// refers to it (<c>DAPR_API_TOKEN</c>). Mistakes are reported together, as <c>DAPRSHARED###</c>, when the application starts or is published.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");
    /// var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders);
    /// orders.WithReference(dapr).WaitFor(dapr);
    /// </code>
    /// </example>
    public static IResourceBuilder<DaprSharedResource> AddDaprShared(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        string? appId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        builder.Services.TryAddEventingSubscriber<DaprSharedLifecycle>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DaprdWatch>());
        if (!builder.Resources.OfType<DaprSharedResource>().Any())
        {
            PlainManifests.AddSteps(builder.Pipeline);
            ClusterSteps.AddSteps(builder);
            ChartFolder.ArrangeSteps(builder.Pipeline);
            if (builder.ExecutionContext.IsPublishMode)
            {
                builder.OnBeforeStart((_, _) =>
                {
                    LocalControlPlane.Publish(builder);
                    // Late, because WithDockerfile replaces the steps of a resource.
                    builder.Resources.OfType<DaprSharedResource>().First().Annotations.Add(ClusterSteps.PerEnvironment);
                    return Task.CompletedTask;
                });
            }
        }

        var resource = new DaprSharedResource(name, appId ?? name.ToLowerInvariant())
        {
            Common = DaprSharedOptions.Of(builder),
            ApiToken = GeneratedToken(builder, $"{name}-api-token"),
        };
        var dapr = builder.AddResource(resource)
            .WithCommonImage(options => options.Daprd)
            .WithContainerNetworkAlias(ObjectNames.Daprd(resource.AppId))
            .WithArgs(context => Arguments(context, resource, builder.Resources))
            .WithEnvironment(context => ContainerSettings.SetEnvironment(context, resource, builder.Resources))
            .WithEnvironment(context => Telemetry.Publish(context, resource, builder))
            .WithDashboard()
            .WithOtlpExporter();
        if (builder.ExecutionContext.IsRunMode)
        {
            WithFiles("/dapr", () => LocalFiles.For(resource));
        }
        else
        {
            // Each folder by itself: the publisher of Docker Compose puts the second file of a folder within a folder into another one.
            foreach (var folder in LocalFiles.Folders)
            {
                WithFiles(folder.Path, () => folder.Files(resource).Select(ComposeCustomization.Literal));
            }
        }

        foreach (var endpoint in Endpoints)
        {
            dapr.WithEndpoint(endpoint.Name, annotation =>
            {
                annotation.TargetPort = endpoint.Port;
                annotation.UriScheme = "http";
                annotation.Transport = endpoint.IsHttp2 ? "http2" : "http";
                annotation.ExcludeReferenceEndpoint = endpoint.IsInternal;
            });
        }

        dapr.WithHttpHealthCheck("/v1.0/healthz/outbound", statusCode: 204, DaprSharedResource.HttpEndpointName);

        // Added directly, so that they do nothing where the application has no such environment.
        dapr.WithAnnotation(new KubernetesServiceCustomizationAnnotation(published => ChartCustomization.Apply(resource, published, builder)));
        dapr.WithAnnotation(new DockerComposeServiceCustomizationAnnotation((published, service) => ComposeCustomization.Apply(resource, published, service, builder)));
        return dapr;

        void WithFiles(string path, Func<IEnumerable<ContainerFileSystemItem>> files) =>
            dapr.WithContainerFiles(path, (_, _) => Task.FromResult(files()), LocalFiles.DaprdUser, LocalFiles.DaprdUser);
    }

    private static readonly (string Name, int Port, bool IsHttp2, bool IsInternal)[] Endpoints =
    [
        (DaprSharedResource.HttpEndpointName, 3500, false, false),
        (DaprSharedResource.GrpcEndpointName, 50001, true, false),
        (DaprSharedResource.InternalEndpointName, 50002, true, true),
        (DaprSharedResource.PublicEndpointName, 3501, false, true),
        (DaprSharedResource.MetricsEndpointName, 9090, false, true),
    ];

    internal static bool IsOwn(EndpointAnnotation endpoint) => Array.Exists(Endpoints, own => own.Name == endpoint.Name);

    private static void Arguments(CommandLineArgsCallbackContext context, DaprSharedResource resource, IEnumerable<IResource> model)
    {
        var isCompose = context.ExecutionContext.IsPublishMode && PublishTarget.Of(resource, model) is DockerComposeEnvironmentResource;
        foreach (var argument in DaprdCommandLine.Build(SharedDaprdFactory.Create(resource), DaprdMode.Standalone))
        {
            context.Args.Add(argument.Value.Reference switch
            {
                null when isCompose => ComposeCustomization.Literal(argument.Format(_ => "")),
                null => argument.Format(_ => ""),
                // A chart computes for itself; see ChartCustomization.
                UrlPart part when context.ExecutionContext.IsPublishMode && !isCompose => Expression(argument.Prefix, part.Url),
                var reference => Expression(argument.Prefix, reference),
            });
        }
    }

    // One expression with a literal prefix: a bare port would become a number in a manifest, which is no valid argument.
    private static ReferenceExpression Expression(string prefix, object reference)
    {
        var expression = new ReferenceExpressionBuilder();
        expression.AppendLiteral(prefix);
        expression.AppendValueProvider(reference);
        return expression.Build();
    }
}

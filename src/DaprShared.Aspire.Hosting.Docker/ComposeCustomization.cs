using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace DaprShared.Hosting;

/// <summary>What a shared daprd needs in Docker Compose beyond the service that Aspire's publisher makes of its container.</summary>
internal static class ComposeCustomization
{
    /// <summary>daprd exits when a back end does not answer yet, which Compose mostly cannot wait for.</summary>
    public const string Restart = "unless-stopped";

    private static readonly string[] Addresses = ["--app-channel-address=", "--app-port="];

    public static void Apply(
        DaprSharedResource resource,
        DockerComposeServiceResource published,
        Service service,
        IDistributedApplicationBuilder builder)
    {
        service.Restart = Restart;
        RequireValues(resource, service);
        CloseInternalPorts(resource, service);

        // Compose makes folders for files only, and daprd exits without this one.
        if (!service.Configs.Any(IsDaprResource))
        {
            service.Command.Remove($"--resources-path={DaprdCommandLine.ResourcesFolder}");
        }

        // Last of all, so that it sees what users have set.
        builder.CreateResourceBuilder(published.Parent).ConfigureComposeFile(file => Complete(resource, service, file));
    }

    private static bool IsDaprResource(ConfigReference config) =>
        config.Target?.StartsWith($"{DaprdCommandLine.ResourcesFolder}/", StringComparison.Ordinal) == true;

    private static void RequireValues(DaprSharedResource resource, Service service)
    {
        foreach (var token in new[] { AppEnvironment.ApiToken, AppEnvironment.AppToken })
        {
            if (service.Environment.TryGetValue(token, out var value))
            {
                var why = $"{token} of {resource.Name} is empty and would protect nothing.";
                service.Environment[token] = ComposeText.Required(value, why);
            }
        }

        foreach (var (index, argument) in service.Command.Index().ToList())
        {
            if (Array.Exists(Addresses, prefix => argument.StartsWith(prefix, StringComparison.Ordinal)))
            {
                service.Command[index] = ComposeText.Required(argument, $"{resource.Name} would not find its app.");
            }
        }
    }

    // WithExternalHttpEndpoints opens all endpoints. Those between daprds and without a token stay in the network.
    private static void CloseInternalPorts(DaprSharedResource resource, Service service)
    {
        var closed = from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                     where endpoint is { IsExternal: true, ExcludeReferenceEndpoint: true }
                     select $"{endpoint.TargetPort}";
        foreach (var port in closed)
        {
            if (service.Ports.RemoveAll(mapping => mapping == port || mapping.EndsWith($":{port}", StringComparison.Ordinal)) > 0)
            {
                service.Expose.Add(port);
            }
        }
    }

    private static void Complete(DaprSharedResource resource, Service service, ComposeFile file)
    {
        // A changed service is created anew by "docker compose up", one with changed files is not.
        var contents = from config in service.Configs
                       let content = file.Configs.GetValueOrDefault(config.Source ?? "")?.Content
                       select $"{config.Target}\n{content}\n";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(contents)));
        service.Labels["checksum/config"] = $"sha256-{Convert.ToHexStringLower(hash)}";

        var awaitedNames = from wait in resource.Annotations.OfType<WaitAnnotation>()
                           where wait.WaitType == WaitType.WaitUntilHealthy
                           select wait.Resource.Name.ToLowerInvariant();
        foreach (var awaited in awaitedNames)
        {
            if (service.DependsOn.TryGetValue(awaited, out var dependency)
                && file.Services.GetValueOrDefault(awaited) is { Healthcheck: not null })
            {
                dependency.Condition = "service_healthy";
            }
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace DaprShared.Hosting;

/// <summary>What a shared daprd needs in Docker Compose beyond the service that Aspire's publisher makes of its container.</summary>
internal static class ComposeCustomization
{
    /// <summary>daprd exits when a back end does not answer yet, which Compose mostly cannot wait for.</summary>
    public const string Restart = "unless-stopped";

    private static readonly string[] Addresses = ["--app-channel-address=", "--app-port="];

    public static void Apply(DaprSharedResource resource, DockerComposeServiceResource published, Service service, IDistributedApplicationBuilder builder)
    {
        service.Restart = Restart;
        foreach (var token in new[] { AppEnvironment.ApiToken, AppEnvironment.AppToken })
        {
            if (service.Environment.TryGetValue(token, out var value))
            {
                service.Environment[token] = ComposeText.Required(value, $"{token} of {resource.Name} is empty and would protect nothing.");
            }
        }

        foreach (var (index, argument) in service.Command.Index().ToList())
        {
            if (Array.Exists(Addresses, prefix => argument.StartsWith(prefix, StringComparison.Ordinal)))
            {
                service.Command[index] = ComposeText.Required(argument, $"{resource.Name} would not find its app.");
            }
        }

        CloseInternalPorts(resource, service);

        // Compose makes folders for files only, and daprd exits without this one.
        if (!service.Configs.Any(config => config.Target?.StartsWith($"{DaprdCommandLine.ResourcesFolder}/", StringComparison.Ordinal) == true))
        {
            service.Command.Remove($"--resources-path={DaprdCommandLine.ResourcesFolder}");
        }

        // Last of all, so that it sees what users have set.
        builder.CreateResourceBuilder(published.Parent).ConfigureComposeFile(file => Complete(resource, service, file));
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
        var contents = string.Concat(service.Configs.Select(config => $"{config.Target}\n{file.Configs.GetValueOrDefault(config.Source ?? "")?.Content}\n"));
        service.Labels["checksum/config"] = $"sha256-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contents)))}";

        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitUntilHealthy))
        {
            var awaited = wait.Resource.Name.ToLowerInvariant();
            if (service.DependsOn.TryGetValue(awaited, out var dependency) && file.Services.GetValueOrDefault(awaited) is { Healthcheck: not null })
            {
                dependency.Condition = "service_healthy";
            }
        }
    }
}

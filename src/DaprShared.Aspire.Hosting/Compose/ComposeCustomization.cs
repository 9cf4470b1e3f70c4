using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace DaprShared.Hosting;

/// <summary>What a shared daprd needs in Docker Compose beyond the service that Aspire's publisher makes of its container.</summary>
internal static partial class ComposeCustomization
{
    /// <summary>daprd exits when a back end does not answer yet, which Compose mostly cannot wait for.</summary>
    public const string Restart = "unless-stopped";

    /// <summary>Returns a text that Compose replaces nothing in.</summary>
    public static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>Returns a file that Compose writes as it is. Its name becomes part of a name in the Compose file, which takes few characters.</summary>
    public static ContainerFile Literal(ContainerFile file) => new()
    {
        Name = NotInName().Replace(file.Name, character => $"_{(int)character.Value[0]:x4}"),
        Contents = Literal(file.Contents!),
        Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };

    public static void Apply(DaprSharedResource resource, DockerComposeServiceResource published, Service service, IDistributedApplicationBuilder builder)
    {
        service.Restart = Restart;
        foreach (var token in new[] { AppEnvironment.ApiToken, AppEnvironment.AppToken })
        {
            if (service.Environment.TryGetValue(token, out var value))
            {
                service.Environment[token] = Required(value, $"{token} of {resource.Name} is empty and would protect nothing.");
            }
        }

        foreach (var (index, argument) in service.Command.Index().Where(argument => Addresses.Any(prefix => argument.Item.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            service.Command[index] = Required(argument, $"{resource.Name} would not find its app.");
        }

        // WithExternalHttpEndpoints opens all endpoints. Those between daprds and without a token stay in the network.
        foreach (var port in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint is { IsExternal: true, ExcludeReferenceEndpoint: true }).Select(endpoint => $"{endpoint.TargetPort}"))
        {
            if (service.Ports.RemoveAll(mapping => mapping == port || mapping.EndsWith($":{port}", StringComparison.Ordinal)) > 0)
            {
                service.Expose.Add(port);
            }
        }

        // Compose makes folders for files only, and daprd exits without this one.
        if (!service.Configs.Any(config => config.Target?.StartsWith($"{DaprdCommandLine.ResourcesFolder}/", StringComparison.Ordinal) == true))
        {
            service.Command.Remove($"--resources-path={DaprdCommandLine.ResourcesFolder}");
        }

        // Last of all, so that it sees what users have set.
        builder.CreateResourceBuilder(published.Parent).ConfigureComposeFile(file => Complete(resource, service, file));
    }

    private static readonly string[] Addresses = ["--app-channel-address=", "--app-port="];

    // Nothing runs where the variable is empty.
    private static string Required(string text, string why) => Placeholder().Replace(text, $"$${{$1:?{why}}}");

    private static void Complete(DaprSharedResource resource, Service service, ComposeFile file)
    {
        // A changed service is created anew by "docker compose up", one with changed files is not.
        var contents = service.Configs.Select(config => $"{config.Target}\n{file.Configs.GetValueOrDefault(config.Source ?? "")?.Content}\n");
        service.Labels["checksum/config"] = $"sha256-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(contents))))}";

        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitUntilHealthy))
        {
            var awaited = wait.Resource.Name.ToLowerInvariant();
            if (service.DependsOn.TryGetValue(awaited, out var dependency) && file.Services.GetValueOrDefault(awaited) is { Healthcheck: not null })
            {
                dependency.Condition = "service_healthy";
            }
        }
    }

    [GeneratedRegex(@"\$\{([A-Za-z0-9_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex NotInName();
}

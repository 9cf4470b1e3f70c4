using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting.Tests;

/// <summary>
/// An application without an orchestrator: run mode is evaluated with hand-made addresses, publish mode writes real files.
/// </summary>
internal static partial class AppHost
{
    public static string Repository { get; } =
        typeof(AppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Repository").Value!;

    public static IDistributedApplicationBuilder Create(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // Nothing that an earlier run has saved for a deployment: parameters have the values that a test gives them.
            Args = [.. args, "--clear-cache", "true"],
            DisableDashboard = true,
            AssemblyName = typeof(AppHost).Assembly.GetName().Name,
            ProjectDirectory = Path.Combine(Repository, "playground", "Shop.AppHost"),
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        // Nothing is started, but the services ask where the orchestrator is.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DcpPublisher:CliPath"] = "dcp",
            ["DcpPublisher:DashboardPath"] = "dashboard",
        });
        return builder;
    }

    /// <summary>Adds a process on the host that listens on the given endpoints.</summary>
    public static IResourceBuilder<ExecutableResource> AddProcess(
        this IDistributedApplicationBuilder builder,
        string name,
        params string[] schemes)
    {
        var process = builder.AddExecutable(name, "app", ".");
        foreach (var scheme in schemes)
        {
            process.WithEndpoint(name: scheme, scheme: scheme);
        }

        return process;
    }

    /// <summary>Returns the command line and environment that a resource is started with.</summary>
    public static async Task<Started> StartAsync(this IDistributedApplicationBuilder builder, string name, bool tunnel = true) =>
        (await builder.StartAsync([name], tunnel))[name];

    /// <summary>Returns the same of several resources.</summary>
    public static async Task<IReadOnlyDictionary<string, Started>> StartAsync(
        this IDistributedApplicationBuilder builder,
        string[] names,
        bool tunnel = true)
    {
        await using var app = builder.Build();
        await ValidateAsync(app);
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var port = 20000;
        foreach (var resource in model.Resources.OfType<IResourceWithEndpoints>())
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                Allocate(resource, endpoint, ++port, tunnel);
            }
        }

        var context = new DistributedApplicationExecutionContext(
            new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Run) { Services = app.Services });
        var started = new Dictionary<string, Started>();
        foreach (var resource in names.Select(name => model.Resources.Single(resource => resource.Name == name)))
        {
            var result = await ExecutionConfigurationBuilder.Create(resource)
                .WithArgumentsConfig()
                .WithEnvironmentVariablesConfig()
                .BuildAsync(context, app.Services.GetRequiredService<ILogger<Started>>(), TestContext.Current.CancellationToken);
            if (result.Exception is { } error)
            {
                throw error;
            }

            started.Add(resource.Name, new(
                [.. result.Arguments.Select(argument => argument.Value)],
                result.EnvironmentVariables.ToDictionary(),
                [.. resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name)]));
        }

        return started;
    }

    /// <summary>Raises the event before which every mistake is reported; returns the error's text, or <see langword="null"/>.</summary>
    public static async Task<string?> MistakesAsync(this IDistributedApplicationBuilder builder)
    {
        await using var app = builder.Build();
        return (await Record.ExceptionAsync(() => ValidateAsync(app)))?.Message;
    }

    /// <summary>Returns all mistakes, warnings included, as they are told to the user.</summary>
    public static IReadOnlyList<string> Diagnostics(this IDistributedApplicationBuilder builder, DaprdMode mode = DaprdMode.Standalone) =>
        [
            .. ModelValidator.Validate(Targets.Everywhere(
                mode == DaprdMode.Kubernetes ? PlainManifests.Target : ThisMachine.Target,
                [.. builder.Resources])).Select(diagnostic => diagnostic.ToString()),
        ];

    /// <summary>Returns the files in a daprd's container by their path below <c>/dapr</c>.</summary>
    public static async Task<SortedDictionary<string, string>> FilesAsync(this IResourceBuilder<DaprSharedResource> dapr)
    {
        var annotation = Assert.Single(dapr.Resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>());
        var items = await annotation.Callback(null!, TestContext.Current.CancellationToken);
        return new((from folder in items.Cast<ContainerDirectory>()
                    from file in folder.Entries.Cast<ContainerFile>()
                    select (Path: $"{folder.Name}/{file.Name}", file.Contents))
            .ToDictionary(file => file.Path, file => file.Contents!), StringComparer.Ordinal);
    }

    /// <summary>Publishes to a new folder, or runs another step, and returns the files by their path in it.</summary>
    public static async Task<SortedDictionary<string, string>> PublishAsync(
        Action<IDistributedApplicationBuilder> configure,
        string step = "publish")
    {
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            return await PublishToAsync(folder, configure, step);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Publishes to a folder that may hold an earlier publish.</summary>
    public static async Task<SortedDictionary<string, string>> PublishToAsync(
        string folder,
        Action<IDistributedApplicationBuilder> configure,
        string step = "publish")
    {
        var builder = Create("--operation", "publish", "--step", step, "--output-path", folder);
        configure(builder);
        await using var app = builder.Build();
        await app.RunAsync(TestContext.Current.CancellationToken);
        return FilesIn(folder);
    }

    private static SortedDictionary<string, string> FilesIn(string folder) =>
        new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);

    /// <summary>Publishes, or runs another step, and returns the diagnostics that it failed with, and what was written.</summary>
    public static async Task<(IReadOnlyList<string> Errors, SortedDictionary<string, string> Files)> FailAsync(
        Action<IDistributedApplicationBuilder> configure,
        string step = "publish")
    {
        var (log, files) = await LogAsync(configure, step);
        return ([.. log.SelectMany(line => Diagnostic().Matches(line)).Select(match => match.Value).Distinct()], files);
    }

    /// <summary>
    /// Publishes, or runs another step, and returns what was logged, with the messages of exceptions, and what was written. The host logs
    /// the exception of a step, and throws what comes before the first one. A folder that is named may hold an earlier publish, and stays.
    /// </summary>
    public static async Task<(IReadOnlyCollection<string> Log, SortedDictionary<string, string> Files)> LogAsync(
        Action<IDistributedApplicationBuilder> configure,
        string step = "publish",
        string? folder = null)
    {
        using var log = new RecordedLog();
        var isOurs = folder is null;
        folder ??= Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            await PublishToAsync(
                folder,
                builder =>
                {
                    configure(builder);
                    builder.Services.AddSingleton<ILoggerProvider>(log);
                },
                step);
        }
        catch (DistributedApplicationException error)
        {
            log.Lines.Enqueue(error.Message);
        }

        var files = FilesIn(folder);
        if (isOurs)
        {
            Directory.Delete(folder, recursive: true);
        }

        return (log.Lines, files);
    }

    [GeneratedRegex("error DAPRSHARED[^\r\n]*")]
    private static partial Regex Diagnostic();

    private sealed class RecordedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception.Message}");

        public void Dispose()
        {
        }
    }

    /// <summary>Returns the document of an object, given as <c>Kind/name</c>, wherever it is in the files.</summary>
    public static string Object(this SortedDictionary<string, string> files, string name) =>
        files.Objects().Single(item => item.Name == name).Yaml;

    /// <summary>Returns the documents in the files, each with its <c>Kind/name</c>.</summary>
    public static IEnumerable<(string Name, string Yaml)> Objects(this SortedDictionary<string, string> files) =>
        from file in files
        where file.Key.EndsWith(".yaml", StringComparison.Ordinal)
        from document in $"\n{file.Value}".Split("\n---\n")
        let kind = Kind().Match(document)
        where kind.Success
        select ($"{kind.Groups[1].Value}/{Name().Match(document).Groups[1].Value}", $"{document}\n");

    [GeneratedRegex("""^kind: "?(\w+)""", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("""^metadata:\n(?:  .*\n)*?  name: "?([^"\n]+)""", RegexOptions.Multiline)]
    private static partial Regex Name();

    /// <summary>
    /// Reads a value of a YAML document by its path, of the first one where the text has several: keys and indexes, separated by slashes;
    /// <c>~1</c> is a slash in a key.
    /// </summary>
    public static object? At(this string yaml, string path) => new DeserializerBuilder().Build()
        .Deserialize<object>($"\n{yaml}".Split("\n---\n", StringSplitOptions.RemoveEmptyEntries)[0])
        .At(path);

    /// <summary>Reads a value below a node of a YAML document.</summary>
    public static object? At(this object? node, string path)
    {
        foreach (var step in path.Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal)))
        {
            node = node switch
            {
                Dictionary<object, object> map => map.GetValueOrDefault(step),
                List<object> list => list.ElementAtOrDefault(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Reads a list of texts of a YAML document.</summary>
    public static IReadOnlyList<string> Texts(this string yaml, string path) => Items(yaml.At(path));

    /// <summary>Reads a list of texts below a node of a YAML document.</summary>
    public static IReadOnlyList<string> Texts(this object? node, string path) => Items(node.At(path));

    private static IReadOnlyList<string> Items(object? list) => [.. ((List<object>?)list ?? []).Cast<string>()];

    /// <summary>Returns a variable of the container of a workload.</summary>
    public static object Variable(this string workload, string name) =>
        ((List<object>)workload.At("spec/template/spec/containers/0/env")!).Single(variable => variable.At("name") as string == name);

    private static async Task ValidateAsync(DistributedApplication app)
    {
        var eventing = app.Services.GetRequiredService<IDistributedApplicationEventing>();
        foreach (var subscriber in app.Services
            .GetServices<Aspire.Hosting.Lifecycle.IDistributedApplicationEventingSubscriber>()
            .OfType<DaprSharedLifecycle>())
        {
            await subscriber.SubscribeAsync(
                eventing,
                app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
                TestContext.Current.CancellationToken);
        }

        await eventing.PublishAsync(
            new BeforeStartEvent(app.Services, app.Services.GetRequiredService<DistributedApplicationModel>()),
            TestContext.Current.CancellationToken);
    }

    // As the orchestrator does it: a container is known by its alias on the container network, a process through the tunnel, or without it
    // by the container runtime's name for the host.
    private static void Allocate(IResource resource, EndpointAnnotation endpoint, int port, bool tunnel)
    {
        endpoint.AllocatedEndpoint = new(endpoint, "localhost", port);
        var (host, networkPort) = resource.IsContainer() ? ($"{resource.Name}.dev.internal", endpoint.TargetPort!.Value)
            : tunnel ? ("aspire.dev.internal", port + 10000)
            : ("host.docker.internal", port);
        endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            KnownNetworkIdentifiers.DefaultAspireContainerNetwork,
            new(
                endpoint,
                host,
                networkPort,
                EndpointBindingMode.SingleAddress,
                targetPortExpression: null,
                KnownNetworkIdentifiers.DefaultAspireContainerNetwork));
    }
}

/// <summary>What a resource is started with, and what it waits for.</summary>
internal sealed record Started(
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> WaitsFor)
{
    /// <summary>Returns the value of a flag, or <see langword="null"/>.</summary>
    public string? Value(string flag) =>
        Arguments.FirstOrDefault(argument => argument.StartsWith($"--{flag}=", StringComparison.Ordinal))?[$"--{flag}=".Length..];
}

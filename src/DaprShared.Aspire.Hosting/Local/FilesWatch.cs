using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// Brings what changes in the folders of <c>WithResourcesFolder</c> into the running daprds. Only what is free of mistakes goes there;
/// until then the last good files stay, and the daprd shows what is wrong.
/// </summary>
/// <remarks>
/// It looks at times and lengths every second, which finds changes on every file system and after a folder was replaced, and waits until
/// nothing changes any more, so that an editor may write a file in several steps.
/// </remarks>
internal sealed class FilesWatch(
    DistributedApplicationExecutionContext executionContext,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IServiceProvider services) : BackgroundService
{
    // What was a file once stays one without a document: no client takes a file out of a container.
    private readonly Dictionary<DaprSharedResource, ImmutableSortedSet<string>> _names = [];
    private Dictionary<string, string> _seen = [], _taken = [];

    /// <summary>Gets how often it looks.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Writes files into the resources folder of a container, and returns what is wrong.</summary>
    internal Func<string, IReadOnlyDictionary<string, string>, CancellationToken, Task<string?>> Write { get; init; } =
        (container, files, stop) => ContainerFiles.WriteAsync(services, container, DaprdCommandLine.ResourcesFolder, files, stop);

    private IEnumerable<DaprSharedResource> Daprds => model.Resources.OfType<DaprSharedResource>().Where(daprd => daprd.Folders.Any());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!executionContext.IsRunMode || !Daprds.Any())
        {
            return;
        }

        Begin();
        while (true)
        {
            await Task.Delay(Interval, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>Remembers what the daprds start with.</summary>
    internal void Begin()
    {
        _taken = _seen = Stamps();
        foreach (var daprd in Daprds)
        {
            try
            {
                _names[daprd] = [.. Files(daprd).Keys];
            }
            catch (Exception)
            {
                _names[daprd] = []; // gone already: what is wrong is told where they are read
            }
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        var now = Stamps();
        var isCalm = now.All(folder => _seen[folder.Key] == folder.Value);
        _seen = now;
        if (!isCalm)
        {
            return;
        }

        var changed = now.Keys.Where(folder => _taken[folder] != now[folder]).ToList();
        _taken = now;
        foreach (var daprd in Daprds.Where(daprd => daprd.Folders.Intersect(changed).Any()).ToList())
        {
            await TakeAsync(daprd, changed, stop);
        }
    }

    private async Task TakeAsync(DaprSharedResource daprd, List<string> changed, CancellationToken stop)
    {
        var log = logs.GetLogger(daprd);
        List<Diagnostic> errors = [];
        try
        {
            errors.AddRange(Mistakes(daprd));
            if (errors.Count == 0) { errors.AddRange(await WriteAsync(daprd, stop)); }
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            errors.Add(NotTaken(daprd, e.Message)); // whatever it is, it is no reason to end the application
        }

        errors.ForEach(error => log.LogError("{Diagnostic}", error));
        var text = errors.Count == 0
            ? $"changed at {DateTime.Now:T} in {string.Join(", ", changed.Intersect(daprd.Folders))}"
            : $"not taken: {string.Join(" ", errors)}";
        log.LogInformation("Resource files {Change}", text);
        await notifications.PublishUpdateAsync(daprd, snapshot => snapshot.WithFiles(text, isWrong: errors.Count > 0));
    }

    // Of the application, without those in folders that only others have.
    private IEnumerable<Diagnostic> Mistakes(DaprSharedResource daprd)
    {
        var theirs = Daprds.SelectMany(other => other.Folders).Except(daprd.Folders).ToList();
        return from mistake in ModelValidator.Validate(Targets.Everywhere(ThisMachine.Target, [.. model.Resources]))
               where mistake.IsError
               where !theirs.Any(folder => mistake.Subject.StartsWith(folder, StringComparison.Ordinal))
               select mistake;
    }

    // daprd before 1.18 reads them when it starts, as one does that does not run.
    private async Task<IEnumerable<Diagnostic>> WriteAsync(DaprSharedResource daprd, CancellationToken stop)
    {
        if (!notifications.TryGetCurrentState(daprd.Name, out var current)
            || !DaprdCommands.IsRunning(current.Snapshot)
            || current.Snapshot.Properties.FirstOrDefault(property => property.Name == "container.id")?.Value is not string container)
        {
            return [];
        }

        var metadata = (await DaprdClient.GetAsync(daprd, DaprdClient.Metadata, stop)).Json as JsonObject;
        if (metadata?["enabledFeatures"] is JsonArray features && !features.Any(feature => $"{feature}" == "HotReload"))
        {
            var restarted = await services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(daprd, KnownResourceCommands.RestartCommand, stop);
            return restarted.Success ? [] : [NotTaken(daprd, $"daprd reads them when it starts, and {restarted.Message}")];
        }

        var files = Files(daprd);
        _names[daprd] = _names[daprd].Union(files.Keys);
        var fault = await Write(container, _names[daprd].ToDictionary(name => name, name => files.GetValueOrDefault(name, "")), stop);
        return fault is null ? [] : [NotTaken(daprd, $"they could not be copied into the container: {fault}")];
    }

    private static Diagnostic NotTaken(DaprSharedResource daprd, string why) => DiagnosticRules.FilesNotTaken.For(
        daprd.Name, $"resource files have changed, and daprd does not have them: {why}.", $"Restart '{daprd.Name}'.");

    private static Dictionary<string, string> Files(DaprSharedResource daprd) =>
        LocalFiles.Resources(daprd).ToDictionary(file => file.Name, file => file.Contents!);

    private Dictionary<string, string> Stamps() =>
        Daprds.SelectMany(daprd => daprd.Folders).Distinct().ToDictionary(folder => folder, Stamp);

    private static string Stamp(string folder)
    {
        try
        {
            return string.Join('\n', from file in DaprFile.In(folder)
                                     let info = new FileInfo(file)
                                     select $"{file} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message; // it has gone, and what is wrong is told where it is read
        }
    }
}

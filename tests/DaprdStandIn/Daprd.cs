using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.Resources;

namespace DaprdStandIn;

/// <summary>The program as a function, so that a test can run several daprds in one process.</summary>
internal static class Daprd
{
    public static async Task<int> RunAsync(
        string[] arguments, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken stop)
    {
        FlagValues flags;
        try
        {
            flags = FlagParser.Parse(arguments, FlagTable.Flags, error.WriteLine);
        }
        catch (HelpException)
        {
            return 0;
        }
        catch (FlagException e)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }

        if (flags.Switch("version"))
        {
            await output.WriteLineAsync(DaprdVersion.Text);
            return 0;
        }

        return await RunAsync(flags, environment, output, stop);
    }

    private static async Task<int> RunAsync(
        FlagValues flags, Func<string, string?> environment, TextWriter output, CancellationToken stop)
    {
        var appId = flags.Text("app-id") is { Length: > 0 } id ? id : null;
        var level = LogSink.ParseLevel(flags.Text("log-level"));
        var sink = new LogSink(output, flags.Switch("log-as-json"), level ?? Severity.Info, appId);
        var log = sink.Scope("dapr.runtime");
        if (level is null)
        {
            log.Fatal($"invalid value for --log-level: {flags.Text("log-level")}");
            return 1;
        }

        log.Info($"Starting Dapr Runtime -- version {DaprdVersion.Text} -- commit none");
        log.Info($"Log level set to: {flags.Text("log-level")}");
        foreach (var flag in flags.Given.Where(flag => flag.Ignored && flags.Text(flag.Name) != flag.Default))
        {
            log.Warn($"the stand-in does not act on --{flag.Name}");
        }

        try
        {
            var options = DaprdOptions.From(flags, environment);
            var configuration = ResourceLoader.LoadConfiguration(options.ConfigPaths, environment);
            await new DaprdRuntime(options, configuration, environment, sink).RunAsync(stop);
            log.Info("Daprd shutdown gracefully");
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.Info("Daprd shutdown gracefully");
            return 0;
        }
        catch (FatalException e)
        {
            log.Fatal($"Fatal error from runtime: {e.Message}");
            return 1;
        }
        catch (Exception e)
        {
            log.Fatal($"Fatal error from runtime: {e}");
            return 1;
        }
    }
}

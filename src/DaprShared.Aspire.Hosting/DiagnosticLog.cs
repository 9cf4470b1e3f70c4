using System.Collections.Concurrent;
using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The application's log, in which each mistake stands once. Aspire and the host log the exception of a step up to four times, each time
/// with its stack trace; the pipeline evaluates the callbacks that warn as often as it needs their values.
/// </summary>
internal sealed class DiagnosticLog : ILoggerFactory
{
    private readonly ILoggerFactory _log;
    private readonly IDistributedApplicationBuilder _builder;
    private readonly bool _isDrivenByCli;
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Diagnostic> _warnings = new();

    private DiagnosticLog(ILoggerFactory log, IDistributedApplicationBuilder builder)
    {
        (_log, _builder, _isDrivenByCli) = (log, builder, IsDrivenByCli(builder.Configuration));
        AppDomain.CurrentDomain.ProcessExit += Flush;
    }

    /// <summary>Gets the warnings of the application so far.</summary>
    public IReadOnlyCollection<Diagnostic> Warnings => _warnings;

    /// <summary>Says whether the Aspire CLI shows what happens, in place of the log.</summary>
    public static bool IsDrivenByCli(IConfiguration configuration) => configuration["ASPIRE_BACKCHANNEL_PATH"] is { Length: > 0 };

    public static void Add(IDistributedApplicationBuilder builder)
    {
        var log = builder.Services.Last(service => service.ServiceType == typeof(ILoggerFactory));
        builder.Services.AddSingleton(services => new DiagnosticLog(Create(log, services), builder));
        builder.Services.AddSingleton<ILoggerFactory>(services => services.GetRequiredService<DiagnosticLog>());
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, _log.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => _log.AddProvider(provider);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Flush;
        _log.Dispose();
    }

    private static ILoggerFactory Create(ServiceDescriptor log, IServiceProvider services) =>
        (ILoggerFactory)(log.ImplementationInstance
            ?? log.ImplementationFactory?.Invoke(services)
            ?? ActivatorUtilities.CreateInstance(services, log.ImplementationType!));

    // The console writes behind its callers, and a process that ends early takes along what is not written.
    private void Flush(object? sender, EventArgs e) => _log.Dispose();

    private bool IsNew(string message) => _told.TryAdd(message, true);

    private void Tell(ILogger logger, LogLevel level, IReadOnlyList<MistakesException> all)
    {
        // A host that stops because of its pipeline ends with 0.
        if (_builder.ExecutionContext.IsPublishMode && _builder.AppHostAssembly == Assembly.GetEntryAssembly())
        {
            MistakesException.FailProcess();
        }

        // The CLI has the message of a failed step from the step.
        foreach (var mistakes in _isDrivenByCli && _builder.ExecutionContext.IsPublishMode ? [] : all)
        {
            mistakes.IsTold = true;
            if (IsNew(mistakes.Message))
            {
                logger.Log(level, "{Mistakes}", mistakes.Message);
            }
        }
    }

    private sealed class Logger(DiagnosticLog log, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (MistakesException.In(exception) is { Count: > 0 } mistakes)
            {
                log.Tell(logger, logLevel, mistakes);
            }
            else if (WarningOf(state) is not { } warning)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (log.IsNew(warning.ToString()))
            {
                log._warnings.Enqueue(warning);
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }

        // As Report logs it.
        private static Diagnostic? WarningOf<TState>(TState state) =>
            state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values ? values[0].Value as Diagnostic : null;
    }
}

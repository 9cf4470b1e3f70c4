using Aspire.Hosting;

namespace DaprShared.Hosting;

/// <summary>
/// The errors of an application, a line each. An AppHost whose <c>Main</c> it leaves ends like a compiler: with these lines and exit code
/// 1, in place of a stack trace that leads into Aspire and the code of a signal.
/// </summary>
internal sealed class MistakesException(string message) : DistributedApplicationException(message)
{
    private const int ExitCode = 1;

    // From the first mistake on. Whoever catches it, a test for example, is not concerned.
    static MistakesException() => AppDomain.CurrentDomain.UnhandledException += (_, error) => End(error.ExceptionObject as Exception);

    /// <summary>Gets or sets a value indicating whether the log has told them already.</summary>
    public bool IsTold { get; set; }

    /// <summary>Returns the lines alone: hosts and consoles write exceptions whole.</summary>
    public override string ToString() => Message;

    /// <summary>Returns what an exception is made of, or nothing where it is made of anything else too.</summary>
    public static IReadOnlyList<MistakesException> In(Exception? error) => error switch
    {
        MistakesException mistakes => [mistakes],
        AggregateException { InnerExceptions: var all } => all.All(inner => In(inner).Count > 0) ? [.. all.SelectMany(In)] : [],
        { InnerException: { } inner } => In(inner),
        _ => [],
    };

    /// <summary>Lets the process end with the code of a failure, where it does not end by itself.</summary>
    public static void FailProcess() => Environment.ExitCode = ExitCode;

    private static void End(Exception? error)
    {
        if (In(error) is { Count: > 0 } all)
        {
            foreach (var mistakes in all.Where(mistakes => !mistakes.IsTold))
            {
                Console.Error.WriteLine(mistakes.Message);
            }

            Environment.Exit(ExitCode);
        }
    }
}

namespace DaprShared.Hosting;

/// <summary>
/// What the exit code of a container means: 128 and the number of a signal that ended it, or what the program says itself.
/// </summary>
/// <param name="Meaning">What happened, or <see langword="null"/> where the last error of the log says it.</param>
/// <param name="Fix">What to do.</param>
internal sealed record ExitCode(string? Meaning, string Fix)
{
    private const int Signal = 128, Killed = Signal + 9;

    private static readonly ExitCode FromLog = new(null, "Correct what the message names and start the resource again.");

    // Below 128 what the shell and container runtimes give (POSIX, podman-run(1)); daprd itself ends with 1, and Go with 2 after a panic
    // or a flag that it does not know.
    private static readonly Dictionary<int, ExitCode> Known = new()
    {
        [125] = new("the container runtime itself failed", "Look at the log of Docker or Podman, and start the resource again."),
        [126] = new(
            "its program cannot be executed",
            "Check that the image is for the processor of this machine, and what WithEntrypoint names."),
        [127] = new("its program was not found", "Check the image and what WithEntrypoint names."),
        [Signal + 2] = Ended("SIGINT"),
        [Signal + 6] = Crashed("SIGABRT"),
        [Signal + 7] = Crashed("SIGBUS"),
        [Killed] = new(
            "it was killed (SIGKILL), most often because memory ran out",
            "Give it more memory, or find out who killed it, and start the resource again."),
        [Signal + 11] = Crashed("SIGSEGV"),
        [Signal + 15] = Ended("SIGTERM"),
    };

    /// <summary>Returns the meaning of an exit code other than 0.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="memoryLimit">How much memory the container may take, or <see langword="null"/>.</param>
    public static ExitCode Of(int code, string? memoryLimit = null)
    {
        var known = Known.GetValueOrDefault(code) ?? (code is > Signal and <= Signal + 64 ? Ended($"signal {code - Signal}") : FromLog);
        return code == Killed && memoryLimit is not null ? known with { Meaning = $"{known.Meaning}; it may take {memoryLimit}" } : known;
    }

    private static ExitCode Ended(string signal) =>
        new($"somebody else than the orchestrator ended it ({signal})", "Start the resource again.");

    private static ExitCode Crashed(string signal) =>
        new($"its program crashed ({signal})", "Start the resource again; another version of the image may be without the fault.");
}

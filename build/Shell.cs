using System.Diagnostics;

namespace DaprShared.Build;

/// <summary>Programs, and the folder artifacts/.</summary>
internal static class Shell
{
    /// <summary>Returns the full path of a file or folder in artifacts/; the folder around it exists.</summary>
    public static string Artifacts(string name)
    {
        var path = Path.GetFullPath(Path.Combine("artifacts", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Returns the path of a program on PATH.</summary>
    public static string? Find(string program) =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from extension in (string[])(OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""])
         select Path.Combine(folder, program + extension)).FirstOrDefault(File.Exists);

    /// <summary>Waits for something; what takes longer than 5 s says what is awaited, and again every half a minute.</summary>
    public static async Task<T> Await<T>(Task<T> task, string what)
    {
        var clock = Stopwatch.StartNew();
        for (var next = 5; await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(next))) != task; next = 30)
        {
            Console.WriteLine($"  {clock.Elapsed.TotalSeconds,3:0} s: {what}");
        }

        return await task;
    }

    /// <summary>Runs a program on this console; anything but success ends the command.</summary>
    public static async Task Check(string program, params string[] arguments)
    {
        var line = Line(program, arguments);
        if (await Await(Run(program, arguments), line) is not 0 and var exit)
        {
            throw new Failure($"`{line}` ended with exit code {exit}.");
        }
    }

    /// <summary>Runs a program and returns what it wrote. One that takes longer than the limit has failed.</summary>
    public static async Task<Answer> Capture(string program, string[] arguments, TimeSpan limit, string? folder = null)
    {
        var log = Path.GetTempFileName();
        using var stop = new CancellationTokenSource(limit);
        var exit = await Await(Run(program, arguments, null, folder, log, stop.Token), Line(program, arguments));
        var output = await File.ReadAllTextAsync(log, CancellationToken.None);
        File.Delete(log);
        return new(stop.IsCancellationRequested ? -1 : exit, output);
    }

    /// <summary>Runs a program on this console, or with its output in a log, until it ends or is asked to.</summary>
    public static async Task<int> Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null, string? log = null, CancellationToken stop = default)
    {
        using var process = new Process();
        process.StartInfo = new(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = log is not null,
            RedirectStandardOutput = log is not null,
            RedirectStandardError = log is not null,
        };
        process.StartInfo.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a node that stays would keep our caller's pipe open
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            process.StartInfo.Environment[name] = value;
        }

        await using var writer = TextWriter.Synchronized(log is null ? TextWriter.Null : new StreamWriter(log) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.Start();
        if (log is not null)
        {
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await End(process);
        }

        return process.ExitCode;
    }

    // Asks first, so that an AppHost takes its containers along.
    private static async Task End(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(30)));
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    // As much as names it.
    private static string Line(string program, string[] arguments) =>
        string.Join(' ', [Path.GetFileName(program), .. arguments.TakeWhile(argument => !argument.StartsWith('-'))]);
}

/// <summary>What a program answered: its exit code, and everything that it wrote.</summary>
internal sealed record Answer(int Exit, string Output)
{
    public bool Succeeded => Exit == 0;
}

using System.Text;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>Runs <c>dapr-shared</c> in this process.</summary>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    /// <summary>Gets the root of the repository.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Gets the diagnostics on standard error, line by line.</summary>
    public string[] Lines => [.. AllLines.Where(line => !line.StartsWith("note: ", StringComparison.Ordinal))];

    /// <summary>Gets the notes on standard error: what has to exist before the first apply.</summary>
    public string[] Notes => [.. AllLines.Where(line => line.StartsWith("note: ", StringComparison.Ordinal))];

    private string[] AllLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Tool Run(params string[] args) => RunWith("", args);

    public static Tool RunWith(string stdin, params string[] args)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(stdin));
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        return new(Program.Run(args, input, output, errors), output.ToString(), errors.ToString());
    }

    /// <summary>Renders values that have no mistakes and no warnings.</summary>
    public static string Render(string values, params string[] args)
    {
        var tool = RunWith(values, ["render", "-f", "-", .. args]);
        Assert.Empty(tool.Lines);
        Assert.Equal(0, tool.ExitCode);
        return tool.Output;
    }

    /// <summary>Renders values that have warnings only and returns both.</summary>
    public static Tool RenderWithWarnings(string values, params string[] args)
    {
        var tool = RunWith(values, ["render", "-f", "-", .. args]);
        Assert.Equal(0, tool.ExitCode);
        Assert.All(tool.Lines, line => Assert.StartsWith("warning ", line, StringComparison.Ordinal));
        return tool;
    }

    /// <summary>Renders values with mistakes, checks that nothing came out, and returns what was reported.</summary>
    public static string[] Mistakes(string values, params string[] args)
    {
        var tool = RunWith(values, ["render", "-f", "-", .. args]);
        Assert.Equal(1, tool.ExitCode);
        Assert.Equal("", tool.Output);
        return tool.Lines;
    }

    /// <summary>Renders a values file with one mistake and returns it.</summary>
    public static string Mistake(string values, params string[] args) => Assert.Single(Mistakes(values, args));

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Directory.Packages.props")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System.Text;
using System.Text.RegularExpressions;

namespace DaprShared.Fuzz;

/// <summary>A run of <c>dapr-shared</c> in this process, and what holds of each.</summary>
internal sealed partial record ToolRun(int Exit, string Output, string Errors)
{
    private static readonly Lazy<Testing.KubernetesSchema> _schema = new(() => Testing.KubernetesSchema.Of("1.35"));

    /// <summary>
    /// Runs the tool twice, and fails where the second run differs, a line of what it says has no code, a mistake comes without its exit
    /// code or with manifests, or a manifest is none that a cluster takes.
    /// </summary>
    public static ToolRun Render(string stdin, params string[] args)
    {
        var run = Once(stdin, args);
        Assert.Equal(run, Once(stdin, args));
        Assert.Contains(run.Exit, (int[])[0, 1]);
        Assert.All(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Assert.Equal(run.Exit == 1, run.Errors.Split('\n').Any(line => line.StartsWith("error ", StringComparison.Ordinal)));
        if (run.Exit == 1)
        {
            Assert.Equal("", run.Output);
        }
        else
        {
            Yaml.Read(run.Output);
            Assert.Empty(_schema.Value.Mistakes(run.Output));
        }

        return run;
    }

    /// <summary>Runs the tool.</summary>
    public static ToolRun Once(string stdin, params string[] args)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(stdin));
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        return new(Tool.Program.Run(args, input, output, errors), output.ToString(), errors.ToString());
    }

    [GeneratedRegex(@"^((error|warning) DAPRSHARED\d{3}: |note: )[^\p{Cc}\u2028\u2029]+\z")]
    private static partial Regex Line();
}

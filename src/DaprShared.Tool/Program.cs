using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using DaprShared.Tool.Doctor;

namespace DaprShared.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    public const int Ok = 0, Diagnostics = 1, Usage = 2;
}

internal static partial class Program
{
    public static int Main(string[] args)
    {
        using var stdin = Console.OpenStandardInput();
        using var stderr = Writer(Console.OpenStandardError());
        try
        {
            using var stdout = Writer(Console.OpenStandardOutput());
            return Run(args, stdin, stdout, stderr);
        }
        catch (IOException e)
        {
            // A disk that is full, for example, behind standard output.
            stderr.WriteLine($"error: {e.Message}");
            return ExitCodes.Usage;
        }

        // UTF-8 on every system, in any console.
        static StreamWriter Writer(Stream stream) =>
            new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    /// <summary>Runs the tool with the given streams and returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> args, Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        // A file name after @ is no part of this command line.
        var result = Root(stdin, stdout, stderr).Parse(args, new() { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            var command = result.CommandResult.Command is RootCommand ? "" : $" {result.CommandResult.Command.Name}";
            foreach (var error in result.Errors)
            {
                stderr.WriteLine($"{error.Message} Run 'dapr-shared{command} --help'.");
            }

            return ExitCodes.Usage;
        }

        return result.Invoke(new()
        {
            Output = stdout,
            Error = stderr,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null
        });
    }

    private static RootCommand Root(Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        RootCommand root = new("Makes Kubernetes manifests of shared daprds, and says what is wrong with those that others made.")
        {
            Render(stdin, stdout, stderr),
            Doctor(stdin, stdout, stderr),
        };
        root.Directives.Clear(); // [suggest] is for a shell that asks through dotnet-suggest, and fails when it is there twice
        return root;
    }

    private static Command Render(Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        var files = Texts("FILE", "A values file; '-' is standard input. Repeatable: a later file wins, maps merge, null takes a key away.",
            "--values", "-f");
        var sets = Texts("KEY=VALUE",
            "Values on the command line, as in Helm: a.b=c,list[0].x=1,list={x,y}. Repeatable. Wins over every file.", "--set");
        var textSets = Texts("KEY=VALUE", "The same, but every value is text. Wins over --set.", "--set-string");
        var fileSets = Texts("KEY=FILE", "The same, but every value is the path of a file, whose text is taken. Wins over --set-string.",
            "--set-file");
        var resources = Texts("PATH", "A folder or file with Dapr resources (components, subscriptions, resiliency, the Configuration), "
            + "which are written too, as they are. Repeatable.", "--resources-path");
        var @namespace = Text("NAMESPACE", "The namespace of every object. Default: that of whoever applies them.", "--namespace", "-n");
        var folder = Text("DIR", "A folder for one file per object and a kustomization.yaml, in place of standard output. "
            + "Files of an earlier run are replaced or removed; other files are never touched.", "--output", "-o");
        @namespace.Validators.Add(option =>
            Require(option, DnsLabel().IsMatch(option.GetValueOrDefault<string>() ?? ""), "must be a lower-case DNS label."));
        folder.Validators.Add(option =>
            Require(option, !string.IsNullOrWhiteSpace(option.GetValueOrDefault<string>()), "must name a folder."));

        var render = new Command("render", HelpText.Render) { files, sets, textSets, fileSets, resources, @namespace, folder };
        render.SetAction(result => RenderCommand.Run(new()
        {
            Files = result.GetValue(files) ?? [],
            Sets = result.GetValue(sets) ?? [],
            TextSets = result.GetValue(textSets) ?? [],
            FileSets = result.GetValue(fileSets) ?? [],
            Resources = result.GetValue(resources) ?? [],
            Namespace = result.GetValue(@namespace),
            Folder = result.GetValue(folder),
        }, stdin, stdout, stderr));
        return render;

        static Option<string[]> Texts(string helpName, string description, string name, params string[] aliases) =>
            new(name, aliases) { HelpName = helpName, Description = description };

        static Option<string?> Text(string helpName, string description, string name, params string[] aliases) =>
            new(name, aliases) { HelpName = helpName, Description = description };

        static void Require(System.CommandLine.Parsing.OptionResult option, bool holds, string message)
        {
            if (!holds)
            {
                option.AddError($"{option.IdentifierToken?.Value} {message}");
            }
        }
    }

    private static Command Doctor(Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files and folders with manifests, YAML or JSON; '-' is standard input. Folders with all below them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format") { Description = "The form of the report.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong([.. Enum.GetNames<ReportFormat>().Select(name => name.ToLowerInvariant())]);
        var version = new Option<string?>("--dapr-version")
        {
            HelpName = "VERSION",
            Description = "The version of the control plane. Default: that of dapr-operator, where the manifests have it.",
        };
        version.Validators.Add(option =>
        {
            if (new ContainerImage { Tag = option.GetValueOrDefault<string>() ?? "" }.Version is null)
            {
                option.AddError($"{option.IdentifierToken?.Value} must be a version, for example {ContainerImage.DefaultVersion}.");
            }
        });
        var doctor = new Command("doctor", HelpText.Doctor) { paths, format, version };
        doctor.SetAction(result => DoctorCommand.Run(new(
            result.GetValue(paths) ?? [],
            Enum.Parse<ReportFormat>(result.GetValue(format)!, ignoreCase: true),
            result.GetValue(version)), stdin, stdout, stderr));
        return doctor;
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex DnsLabel();
}

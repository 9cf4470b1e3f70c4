using System.Text.Json.Nodes;
using DaprShared.Tool.Chart;
using DaprShared.Tool.Values;

namespace DaprShared.Tool;

/// <summary>What <c>dapr-shared render</c> is asked to do.</summary>
internal sealed record RenderRequest
{
    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyList<string> Sets { get; init; } = [];

    public IReadOnlyList<string> TextSets { get; init; } = [];

    public string? Namespace { get; init; }

    public string? Folder { get; init; }
}

/// <summary>Values in, manifests out: values, model, objects, text. All mistakes are found before anything is written.</summary>
internal static class RenderCommand
{
    public static int Run(RenderRequest request, TextReader stdin, TextWriter stdout, TextWriter stderr)
    {
        var diagnostics = new List<Diagnostic>();
        var values = ReadValues(request, stdin, diagnostics);
        var daprd = diagnostics.Count > 0 ? null : Model(values, request, diagnostics);
        var objects = daprd is null ? [] : KubernetesObjects.Build(daprd, new() { Namespace = request.Namespace });
        if (request.Folder is { } folder && !diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            diagnostics.AddRange(OutputFolder.Write(folder, ManifestFolder.Files(objects, request.Namespace), daprd!.AppId));
        }

        foreach (var diagnostic in diagnostics)
        {
            stderr.WriteLine(diagnostic);
        }

        if (diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            return ExitCodes.Diagnostics;
        }

        if (request.Folder is null)
        {
            stdout.Write(ManifestYaml.WriteAll(objects));
        }

        foreach (var note in Prerequisites.Of(daprd!, request.Namespace))
        {
            stderr.WriteLine(note);
        }

        return ExitCodes.Ok;
    }

    private static JsonObject ReadValues(RenderRequest request, TextReader stdin, List<Diagnostic> diagnostics)
    {
        var values = new JsonObject();
        foreach (var file in request.Files)
        {
            Try(file == "-" ? "standard input" : file, () =>
            {
                using var reader = new StringReader(file == "-" ? stdin.ReadToEnd() : File.ReadAllText(file));
                ValuesTree.Merge(values, ValuesYaml.Read(reader));
            });
        }

        foreach (var (option, expression, asText) in request.Sets.Select(set => ("--set", set, false)).Concat(request.TextSets.Select(set => ("--set-string", set, true))))
        {
            Try(option, () => SetExpression.Apply(values, expression, asText));
        }

        return values;

        void Try(string source, Action read)
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is ValuesException or IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(DiagnosticRules.UnreadableValues.For(source, e is ValuesException ? e.Message : $"cannot be read: {e.Message}", "Correct it; nothing was rendered."));
            }
        }
    }

    private static SharedDaprd? Model(JsonObject values, RenderRequest request, List<Diagnostic> diagnostics)
    {
        var draft = new Draft { Namespace = request.Namespace };
        ChartValues.Read(values, draft);
        var daprd = draft.Complete();
        diagnostics.AddRange(draft.Diagnostics);
        diagnostics.AddRange(Validator.Validate(daprd, DaprdMode.Kubernetes).Select(ChartDiagnostics.InKeys));
        return diagnostics.Any(diagnostic => diagnostic.IsError) ? null : daprd;
    }
}

using System.Text.Json.Nodes;
using DaprShared.Tool.Values;

namespace DaprShared.Tool;

/// <summary>What <c>dapr-shared render</c> is asked to do.</summary>
internal sealed record RenderRequest
{
    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyList<string> Sets { get; init; } = [];

    public IReadOnlyList<string> TextSets { get; init; } = [];

    public IReadOnlyList<string> FileSets { get; init; } = [];

    /// <summary>Folders and files with Dapr resources.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    public string? Namespace { get; init; }

    public string? Folder { get; init; }
}

/// <summary>Values in, manifests out: values, model, objects, text. All mistakes are found before anything is written.</summary>
internal static class RenderCommand
{
    public static int Run(RenderRequest request, Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        var diagnostics = new List<Diagnostic>();
        var values = ReadValues(request, stdin, diagnostics);
        var render = diagnostics.Count > 0 ? null : Rendering.Of(values, request, diagnostics);
        if (request.Folder is { } folder && render is not null)
        {
            diagnostics.AddRange(OutputFolder.Write(folder, ManifestFolder.Files(render.Objects, request.Namespace, render.Documents),
                render.Daprd.AppId));
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
            stdout.Write(string.Join("---\n",
                render!.Objects.Select(ManifestYaml.Write).Concat(render.Documents.Select(document => document.Text))));
        }

        foreach (var note in Prerequisites.Of(render!.Daprd, render.Settings))
        {
            stderr.WriteLine(note);
        }

        return ExitCodes.Ok;
    }

    private static JsonObject ReadValues(RenderRequest request, Stream stdin, List<Diagnostic> diagnostics)
    {
        var values = new JsonObject();
        foreach (var file in request.Files)
        {
            Try(file == "-" ? "standard input" : file, () =>
            {
                ValuesTree.Merge(values, ValuesYaml.Read(file == "-" ? TextFile.Read(stdin) : TextFile.Read(file)));
            });
        }

        (string Option, IEnumerable<string> Expressions, Func<string, JsonNode?> Read)[] sets =
        [
            ("--set", request.Sets, SetExpression.Typed),
            ("--set-string", request.TextSets, text => text),
            ("--set-file", request.FileSets, path => TextFile.Read(path)),
        ];
        foreach (var (option, expressions, read) in sets)
        {
            foreach (var expression in expressions)
            {
                Try(option, () => SetExpression.Apply(values, expression, read));
            }
        }

        return values;

        void Try(string source, Action read)
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is ValuesException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(DiagnosticRules.UnreadableValues.For(source,
                    e is ValuesException ? e.Message : $"cannot be read: {e.Message}", "Correct it; nothing was rendered."));
            }
        }
    }
}

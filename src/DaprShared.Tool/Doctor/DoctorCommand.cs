using DaprShared.Doctor;

namespace DaprShared.Tool.Doctor;

/// <summary>The forms of a report.</summary>
internal enum ReportFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For code scanning: SARIF 2.1.0.</summary>
    Sarif,
}

/// <summary>What <c>dapr-shared doctor</c> is asked to do.</summary>
/// <param name="Paths">Files and folders, <c>-</c> for standard input.</param>
/// <param name="Format">The form of the report.</param>
/// <param name="DaprVersion">The control plane's version, or <see langword="null"/> to take it from the input.</param>
internal sealed record DoctorRequest(IReadOnlyList<string> Paths, ReportFormat Format, string? DaprVersion);

/// <summary>Manifests in, a report out. Nothing is written but the report, and no cluster is asked.</summary>
internal static class DoctorCommand
{
    public static int Run(DoctorRequest request, Stream stdin, TextWriter stdout, TextWriter stderr)
    {
        List<Diagnostic> unreadable = [];
        HashSet<string> read = [];
        List<ManifestObject> objects = [.. request.Paths.SelectMany(path => Read(path, stdin, read, unreadable))];
        if (unreadable.Count == 0 && objects.Count == 0)
        {
            unreadable.Add(DiagnosticRules.UnreadableResource.For(string.Join(", ", request.Paths.Select(ManifestReader.NameOf)),
                "holds no object of Kubernetes.",
                "Name manifests, for example what 'helm template' or 'kubectl get -o yaml' writes."));
        }

        foreach (var diagnostic in unreadable)
        {
            stderr.WriteLine(diagnostic);
        }

        // Code scanning takes a log of every run, also one that read nothing.
        if (objects.Count == 0 && request.Format != ReportFormat.Sarif)
        {
            return ExitCodes.Usage;
        }

        var report = objects.Count == 0 ? new([], [], 0, 0) : Examination.Of(objects, request.DaprVersion);
        stdout.Write(request.Format switch
        {
            ReportFormat.Json => ReportJson.Write(report),
            ReportFormat.Sarif => ReportSarif.Write(report, unreadable),
            _ => ReportTable.Write(report, ReportTable.TerminalWidth),
        });
        return unreadable.Count > 0 ? ExitCodes.Usage
            : report.Count(DiagnosticSeverity.Error) > 0 ? ExitCodes.Diagnostics
            : ExitCodes.Ok;
    }

    // A file that is named twice, itself and by its folder, is one.
    private static IReadOnlyList<ManifestObject> Read(string path, Stream stdin, HashSet<string> read, List<Diagnostic> unreadable)
    {
        try
        {
            return path == ManifestReader.StandardInput
                ? ManifestReader.Read(path, TextFile.Read(stdin), unreadable)
                :
                [
                    .. from file in ManifestReader.Files(path)
                       where file.Length == 0 || read.Add(Path.GetFullPath(file))
                       from item in ManifestReader.ReadFile(file, file == path, unreadable)
                       select item,
                ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            unreadable.Add(DiagnosticRules.UnreadableResource.For(ManifestReader.NameOf(path),
                $"cannot be read: {e.Message}", "Name a file or a folder that may be read."));
            return [];
        }
    }
}

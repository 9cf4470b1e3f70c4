using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DaprShared.Doctor;

namespace DaprShared.Tool.Doctor;

/// <summary>A report for programs. <c>docs/doctor.md</c> has the shape, which only grows within a version.</summary>
internal static class ReportJson
{
    private const int Version = 1;

    public static string Write(Report report) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("summary");
        json.WriteNumber("errors", report.Count(DiagnosticSeverity.Error));
        json.WriteNumber("warnings", report.Count(DiagnosticSeverity.Warning));
        json.WriteNumber("infos", report.Count(DiagnosticSeverity.Info));
        json.WriteNumber("sharedDaprds", report.SharedDaprds);
        json.WriteNumber("sidecars", report.Sidecars);
        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            Finding(json, finding);
        }

        json.WriteEndArray();
        json.WriteStartArray("notChecked");
        foreach (var note in report.NotChecked)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Returns what is written, indented.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new()
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void Finding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Rule.Code);
        json.WriteString("severity", finding.Rule.Severity.ToString().ToLowerInvariant());
        json.WriteString("title", finding.Rule.Title);
        json.WriteStartObject("object");
        json.WriteString("kind", finding.Object.Kind);
        json.WriteString("namespace", finding.Object.Namespace);
        json.WriteString("name", finding.Object.Name);
        json.WriteEndObject();
        json.WriteString("file", finding.Object.File);
        json.WriteNumber("line", finding.Line);
        json.WriteString("field", finding.Field);
        json.WriteString("message", finding.Message);
        json.WriteString("why", finding.Why);
        json.WriteString("fix", finding.Fix);
        json.WriteEndObject();
    }
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DaprShared.Doctor;

namespace DaprShared.Tool.Doctor;

/// <summary>A report for code scanning, as SARIF 2.1.0 has it.</summary>
internal static class ReportSarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>Returns the report.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="unreadable">What could not be read. A run with any of it has not succeeded.</param>
    public static string Write(Report report, IReadOnlyList<Diagnostic> unreadable)
    {
        List<(DiagnosticRule Rule, string Why)> rules =
        [
            .. report.Findings.Select(finding => (finding.Rule, finding.Why)).DistinctBy(rule => rule.Rule.Code)
                .OrderBy(rule => rule.Rule.Code, StringComparer.Ordinal),
        ];
        return ReportJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, rules);
            Notes(json, report, unreadable);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var finding in report.Findings)
            {
                Result(json, finding, rules.FindIndex(rule => rule.Rule == finding.Rule));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Tool(Utf8JsonWriter json, List<(DiagnosticRule Rule, string Why)> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "dapr-shared doctor");
        json.WriteString("version", typeof(ReportSarif).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "0");
        json.WriteStartArray("rules");
        foreach (var (rule, why) in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code);
            Text(json, "shortDescription", $"{rule.Title}.");
            Text(json, "fullDescription", why);
            Text(json, "help", why);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Notes(Utf8JsonWriter json, Report report, IReadOnlyList<Diagnostic> unreadable)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", unreadable.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var (level, text) in unreadable.Select(diagnostic => ("error", $"{diagnostic}"))
            .Concat(report.NotChecked.Select(note => ("note", note))))
        {
            json.WriteStartObject();
            json.WriteString("level", level);
            Text(json, "message", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Code);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(finding.Rule.Severity));
        Text(json, "message", $"{finding.Object}{(finding.Field.Length > 0 ? $", {finding.Field}" : "")}: {finding.Message} {finding.Fix}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(finding.Object.File));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", finding.Object.Name);
        json.WriteString("fullyQualifiedName", $"{finding.Object}{(finding.Field.Length > 0 ? $" {finding.Field}" : "")}");
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        // A finding is the same one after its file has got other lines.
        json.WriteStartObject("partialFingerprints");
        json.WriteString("daprShared/v1", Fingerprint(finding));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Level(DiagnosticSeverity severity) =>
        severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" };

    // The message about an object that is there twice has lines.
    private static string Fingerprint(Finding finding) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{finding.Rule.Code}\n{finding.Object}\n{finding.Field}\n"
            + (finding.Rule == DiagnosticRules.ResourceClash ? "" : finding.Message))));

    // Relative to the folder that the tool runs in, as code scanning wants it.
    private static string UriOf(string file)
    {
        if (file == ManifestReader.StandardInput)
        {
            return "stdin";
        }

        var segments = file.Replace('\\', '/').Split('/').Where((segment, index) => segment != "." || index > 0);
        var path = string.Join('/', segments.Select(Uri.EscapeDataString));
        return Path.IsPathRooted(file) ? $"file://{(path.StartsWith('/') ? "" : "/")}{path}" : path;
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace DaprShared.Tool.Tests.Doctor;

/// <summary>The report for code scanning.</summary>
public sealed class SarifTests
{
    [Theory]
    [InlineData(Manifests.Faulty)]
    [InlineData(Manifests.OneSidecar)]
    [InlineData("apiVersion: [v1")]
    public void The_report_is_valid_by_the_schema_of_SARIF(string manifests)
    {
        var report = JsonNode.Parse(Tool.RunWith(manifests, "doctor", "-", "--format", "sarif").Output);
        var result = Schema().Evaluate(report, new() { OutputFormat = OutputFormat.List });

        Assert.True(result.IsValid, string.Join('\n',
            from detail in result.Details
            from error in detail.Errors ?? new Dictionary<string, string>()
            select $"{detail.InstanceLocation}: {error.Value}"));
    }

    [Fact]
    public void The_schema_refuses_what_is_no_report()
    {
        var report = JsonNode.Parse(Tool.RunWith(Manifests.Faulty, "doctor", "-", "--format", "sarif").Output)!;
        report["runs"]![0]!["results"]![0]!["level"] = "grave";

        Assert.False(Schema().Evaluate(report).IsValid);
    }

    [Fact]
    public void A_result_has_its_rule_its_place_and_a_fingerprint_that_lines_do_not_change()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["mail one.yaml"], Manifests.OneSidecar.Replace(", dapr.io/sidecar-memory-limit: 500Mi", "",
            StringComparison.Ordinal));
        var run = Run(folder["mail one.yaml"]);
        var result = run["results"]![0]!;
        Assert.Equal("DAPRSHARED178", (string?)result["ruleId"]);
        Assert.Equal("DAPRSHARED178", (string?)run["tool"]!["driver"]!["rules"]![(int)result["ruleIndex"]!]!["id"]);
        Assert.Equal("warning", (string?)result["level"]);
        var place = result["locations"]![0]!["physicalLocation"]!;
        Assert.EndsWith("/mail%20one.yaml", (string)place["artifactLocation"]!["uri"]!, StringComparison.Ordinal);
        Assert.Equal(7, (int)place["region"]!["startLine"]!);

        File.WriteAllText(folder["mail one.yaml"], "# A comment\n" + File.ReadAllText(folder["mail one.yaml"]));
        var moved = Run(folder["mail one.yaml"])["results"]![0]!;
        Assert.Equal(8, (int)moved["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!);
        Assert.Equal((string?)result["partialFingerprints"]!["daprShared/v1"], (string?)moved["partialFingerprints"]!["daprShared/v1"]);

        static JsonNode Run(string path) => JsonNode.Parse(Tool.Run("doctor", path, "--format", "sarif").Output)!["runs"]![0]!;
    }

    [Fact]
    public void Lines_in_a_message_do_not_change_the_fingerprint_either()
    {
        var (before, after) = (Twice(""), Twice("# A comment\n"));

        Assert.Equal(before.Print, after.Print);
        Assert.NotEqual(before.Message, after.Message);

        static (string? Print, string? Message) Twice(string comment)
        {
            var report = Tool.RunWith($"{comment}{Manifests.OneSidecar}\n---\n{Manifests.OneSidecar}", "doctor", "-", "--format", "sarif");
            var results = JsonNode.Parse(report.Output)!["runs"]![0]!["results"]!.AsArray();
            var twice = results.Single(result => (string?)result!["ruleId"] == "DAPRSHARED034")!;
            return ((string?)twice["partialFingerprints"]!["daprShared/v1"], (string?)twice["message"]!["text"]);
        }
    }

    [Fact]
    public void What_was_not_checked_is_a_note_of_the_run() => Assert.Contains(
        "Not in the input: Dapr's components",
        (string)JsonNode.Parse(Tool.RunWith(Manifests.OneSidecar, "doctor", "-", "--format", "sarif").Output)!
            ["runs"]![0]!["invocations"]![0]!["toolExecutionNotifications"]![0]!["message"]!["text"]!,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(Manifests.OneSidecar)]
    [InlineData("")]
    public void Of_inputs_that_cannot_be_read_the_run_says_which_and_has_not_succeeded(string manifests)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["broken.yaml"], "apiVersion: [v1");
        File.WriteAllText(folder["chart.yaml"], "apiVersion: v1\nkind: {{ .Values.kind }}: {{");
        var tool = Tool.RunWith(manifests, "doctor", folder["broken.yaml"], folder["chart.yaml"], "-", "--format", "sarif");
        var invocation = JsonNode.Parse(tool.Output)!["runs"]![0]!["invocations"]![0]!;

        Assert.Equal(2, tool.ExitCode);
        Assert.False((bool)invocation["executionSuccessful"]!);
        Assert.Equal(
            [$"error DAPRSHARED033: {folder["broken.yaml"]}", $"error DAPRSHARED033: {folder["chart.yaml"]}"],
            from notification in invocation["toolExecutionNotifications"]!.AsArray()
            where (string?)notification!["level"] == "error"
            select ((string)notification["message"]!["text"]!).Split(": is neither")[0]);
    }

    [Fact]
    public void A_run_that_read_nothing_at_all_has_a_log_too()
    {
        var tool = Tool.RunWith("shared: {appId: orders}", "doctor", "-", "--format", "sarif");
        var run = JsonNode.Parse(tool.Output)!["runs"]![0]!;

        Assert.Equal(2, tool.ExitCode);
        Assert.Empty(run["results"]!.AsArray());
        Assert.StartsWith("error DAPRSHARED033: standard input: holds no object of Kubernetes.",
            (string)run["invocations"]![0]!["toolExecutionNotifications"]![0]!["message"]!["text"]!, StringComparison.Ordinal);
    }

    private static readonly Lazy<JsonSchema?> s_schema = new(Read);

    private static JsonSchema Schema()
    {
        Assert.SkipWhen(s_schema.Value is null, "The schema of SARIF is not installed.");
        return s_schema.Value!;
    }

    // It is of draft 4, which is draft 7 in what it uses, but for the name of its own address.
    private static JsonSchema? Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "tools", "sarif", "2.1.0.tgz");
        if (!File.Exists(file))
        {
            return null;
        }

        using TarReader archive = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith("schemas/sarif-2.1.0-rtm.5.json", StringComparison.Ordinal))
            {
                var schema = JsonNode.Parse(entry.DataStream!)!.AsObject();
                schema.Remove("id");
                schema["$schema"] = "http://json-schema.org/draft-07/schema#";
                return JsonSchema.FromText(schema.ToJsonString());
            }
        }

        return null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace DaprShared.Tool.Tests.Doctor;

/// <summary>Manifests in, a report and an exit code out.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string
        NoDocuments = "Not in the input: Dapr's components and other resources of 'mail'. Not checked: what they name, scopes, and what "
            + "happens to messages while the app is away.",
        NoImage = "Not in the input: the image of daprd, which the control plane chooses, of 'mail'. Not checked: what differs between "
            + "versions.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_fault_of_the_official_chart_that_manifests_show_is_found() => Assert.Equal(
        [
            // The scheduler by a variable and by a pod, the calls of a node, Sentry's key, roles, a role that is there twice, the ConfigMap
            // that each start replaces, mTLS, an empty token, no NetworkPolicy, the app's token that nobody gets, the Configuration that
            // Sentry does not see, resources, updates, a fixed port of the Service, another namespace of the control plane, the hook.
            "017", "034", "084", "160", "162", "163", "164", "165", "166", "167", "169", "170", "171", "178", "181", "182", "184", "185",
            "186", "187", "188", "189", "196",
        ],
        Codes(Tool.RunWith(Manifests.Faulty, "doctor", "-", "--format", "json")));

    [Fact]
    public void What_the_tool_renders_is_healthy()
    {
        // A subscription of the example is to a component that the team has already.
        const string pubsub = "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: pubsub}\n"
            + "spec: {type: pubsub.redis, version: v1, metadata: []}\n";
        var examples = Directory.GetDirectories(Path.Combine(Tool.Root, "tests/DaprShared.Tool.Tests/Examples"));
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var tool = Tool.RunWith(
                pubsub, "doctor", Path.Combine(example, "expected"), "-", "--dapr-version", "1.18.3", "--format", "json");
            Assert.Equal((0, ""), (tool.ExitCode, tool.Errors));
            Assert.Empty(Codes(tool));
        });
    }

    [Theory]
    [InlineData("remoteURL: orders, remotePort: 80, ")]
    [InlineData("")] // an app that is never called
    public void An_injected_daprd_of_the_tool_is_healthy(string app)
    {
        var manifests = Tool.Render($"shared: {{appId: orders, {app}injection: {{enabled: true}}}}", "-n", "shop");
        var tool = Tool.RunWith(manifests, "doctor", "-", "--format", "json");

        Assert.Empty(Codes(tool));
        Assert.Equal(1, (int)JsonNode.Parse(tool.Output)!["summary"]!["sharedDaprds"]!);
    }

    [Fact]
    public void The_table_is_grouped_by_object_and_says_at_the_end_what_was_not_in_the_input() => Assert.Equal(
        """
        Deployment mail (standard input:1)
          error   DAPRSHARED009 line 7: spec.template.metadata.annotations[dapr.io/log-level]
                  'loud' must be one of debug, info, warn, error, fatal.
                  Why: daprd ends at a value that it does not understand; the injector leaves an annotation out.
                  Fix: Correct it, or remove it for the default info.

        Not in the input: Dapr's components and other resources of 'mail'. Not checked: what they name, scopes, and what happens
          to messages while the app is away.
        Not in the input: the image of daprd, which the control plane chooses, of 'mail'. Not checked: what differs between
          versions.
        1 error in 0 shared daprds and 1 sidecar.

        """,
        Tool.RunWith(
            Manifests.OneSidecar.Replace("dapr.io/app-id: mail", "dapr.io/app-id: mail, dapr.io/log-level: loud", StringComparison.Ordinal),
            "doctor", "-", "--dapr-version", "1.18.3").Output);

    [Fact]
    public void The_table_is_no_wider_than_it_may_be()
    {
        List<Diagnostic> mistakes = [];
        var report = DaprShared.Doctor.Examination.Of(DaprShared.Doctor.ManifestReader.Read("shop.yaml", Manifests.Faulty, mistakes));

        Assert.All((int[])[80, 100, 120], width => Assert.All(
            DaprShared.Tool.Doctor.ReportTable.Write(report, width).Split('\n'),
            line => Assert.True(line.Length <= width || !line.Trim().Contains(' ', StringComparison.Ordinal), line)));
    }

    [Fact]
    public void Json_has_the_shape_that_the_documentation_gives() => Assert.Equal(
        $$"""
        {
          "version": 1,
          "summary": {
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "sharedDaprds": 0,
            "sidecars": 1
          },
          "findings": [
            {
              "code": "DAPRSHARED009",
              "severity": "error",
              "title": "An option has a value that daprd refuses",
              "object": {
                "kind": "Deployment",
                "namespace": "",
                "name": "mail"
              },
              "file": "-",
              "line": 7,
              "field": "spec.template.metadata.annotations[dapr.io/log-level]",
              "message": "'loud' must be one of debug, info, warn, error, fatal.",
              "why": "daprd ends at a value that it does not understand; the injector leaves an annotation out.",
              "fix": "Correct it, or remove it for the default info."
            }
          ],
          "notChecked": [
            "{{NoDocuments}}",
            "{{NoImage}}"
          ]
        }

        """,
        Tool.RunWith(
            Manifests.OneSidecar.Replace("dapr.io/app-id: mail", "dapr.io/app-id: mail, dapr.io/log-level: loud", StringComparison.Ordinal),
            "doctor", "-", "--dapr-version", "1.18.3", "--format", "json").Output);

    [Fact]
    public void Errors_end_with_1_and_warnings_with_0()
    {
        Assert.Equal(1, Tool.RunWith(Manifests.Faulty, "doctor", "-").ExitCode);
        var warning = Tool.RunWith(
            Manifests.OneSidecar.Replace(", dapr.io/sidecar-memory-limit: 500Mi", "", StringComparison.Ordinal), "doctor", "-");
        Assert.Equal(0, warning.ExitCode);
        Assert.Contains("1 warning in 0 shared daprds and 1 sidecar.", warning.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [1\nb: 2", "error DAPRSHARED033: standard input: is neither YAML nor JSON: line ")]
    [InlineData("replicas: {{ .Values.replicas }}\nkind: {{ x }", "examine what 'helm template' writes.")]
    [InlineData("", "error DAPRSHARED033: standard input: holds no object of Kubernetes.")]
    [InlineData("shared: {appId: orders}", "error DAPRSHARED033: standard input: holds no object of Kubernetes.")]
    public void Input_that_cannot_be_read_ends_with_2(string text, string error)
    {
        var tool = Tool.RunWith(text, "doctor", "-");

        Assert.Equal((2, ""), (tool.ExitCode, tool.Output));
        Assert.Contains(error, tool.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_line_without_a_path_or_with_a_wrong_one_ends_with_2()
    {
        Assert.Equal(2, Tool.Run("doctor").ExitCode);
        Assert.Equal(2, Tool.Run("doctor", _folder["missing.yaml"]).ExitCode);
        Assert.Equal(2, Tool.Run("doctor", "-", "--format", "xml").ExitCode);
        Assert.Equal(2, Tool.Run("doctor", "-", "--dapr-version", "new").ExitCode);
    }

    [Theory]
    [InlineData("doctr", "Unrecognized command or argument 'doctr'. Run 'dapr-shared --help'.")]
    [InlineData("doctor", "Required argument 'PATH' missing for command: 'doctor'. Run 'dapr-shared doctor --help'.")]
    public void A_wrong_command_line_names_the_help_that_has_the_right_ones(string word, string error) =>
        Assert.Contains(error, Tool.Run(word).Errors.Split('\n'));

    [Fact]
    public void A_file_that_is_named_twice_is_one()
    {
        File.WriteAllText(_folder["mail.yaml"], Manifests.OneSidecar);

        var tool = Tool.Run("doctor", _folder.Path, _folder["mail.yaml"], _folder["./mail.yaml"]);

        Assert.Equal((0, ""), (tool.ExitCode, tool.Errors));
        Assert.EndsWith("No findings in 0 shared daprds and 1 sidecar.\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_read_with_all_below_it_and_only_its_manifests()
    {
        Directory.CreateDirectory(_folder["k8s/mail"]);
        File.WriteAllText(_folder["k8s/mail/deployment.yml"], Manifests.OneSidecar);
        File.WriteAllText(_folder["values.yaml"], "shared: {appId: orders}");
        File.WriteAllText(_folder["tsconfig.json"], "{ // no JSON\n}");

        var tool = Tool.Run("doctor", _folder.Path);

        Assert.Equal((0, ""), (tool.ExitCode, tool.Errors));
        Assert.EndsWith("No findings in 0 shared daprds and 1 sidecar.\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_kubectl_lists_and_JSON_with_tabs_are_read_too()
    {
        var list = "apiVersion: v1\nkind: List\nitems:\n- " + Manifests.OneSidecar.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)
            + "\n  status: {replicas: 1}\n";
        const string json = "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\"name\": \"mail\", \"annotations\": "
            + "{\"dapr.io/enabled\": \"true\",\n\t\"dapr.io/app-id\": \"mail\"}}\n}";

        Assert.Contains("and 1 sidecar.", Tool.RunWith(list, "doctor", "-").Output, StringComparison.Ordinal);
        Assert.Contains("and 1 sidecar.", Tool.RunWith(json, "doctor", "-").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_of_a_deployment_is_told_once_and_what_the_cluster_added_is_no_mistake()
    {
        const string cluster = """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: mail-1, ownerReferences: [{kind: Deployment, name: mail, controller: true}]}
            spec: {template: {metadata: {annotations: {dapr.io/enabled: "true", dapr.io/app-id: mail}}, spec: {containers: []}}}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: store, resourceVersion: "1", uid: a, managedFields: [], creationTimestamp: "2026-01-01T00:00:00Z"}
            spec: {type: state.redis, version: v1, metadata: []}

            """;
        var tool = Tool.RunWith($"{Manifests.OneSidecar}---\n{cluster}", "doctor", "-");

        Assert.EndsWith("No findings in 0 shared daprds and 1 sidecar.\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_of_a_secret_is_shown()
    {
        const string secret = "s3cr3t-value";
        var manifests = Manifests.Faulty.Replace("env:\n", $"env:\n        - {{name: DAPR_API_TOKEN, value: {secret}}}\n"
            + $"        - {{name: APP_API_TOKEN, value: {secret}}}\n", StringComparison.Ordinal)
            .Replace("czNjcjN0", secret, StringComparison.Ordinal)
            + $"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {secret[..6].Replace("-", "x", StringComparison.Ordinal)}
            data: {secret}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: [name]
            data:
              issuer.key: {secret}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: store
              namespace: shop
            spec:
              type: state.redis
              version: v1
              metadata:
              - name: redisPassword
                value: {secret}
              - name: primaryEncryptionKey
                value: {secret}
              - name: redisHost
                value: redis://user:{secret}@localhost:6379

            """;
        Assert.All((string[])["table", "json", "sarif"], format =>
        {
            var tool = Tool.RunWith(manifests, "doctor", "-", "--format", format);
            Assert.NotEmpty(tool.Output);
            Assert.DoesNotContain(secret, tool.Output + tool.Errors, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_input_ends_the_tool_with_an_exception()
    {
        // Each node of the faulty manifests in turn is something that it must not be.
        var random = new Random(7);
        string[] others = ["null", "[]", "{}", "7", "true", "\"\\u0007\"", "[[]]", "{a: {b: c}}", "- x", "\"\\ud800\"", "~", "x: y: z"];
        var lines = Manifests.Faulty.Split('\n');
        for (var i = 0; i < 400; i++)
        {
            var changed = lines.ToArray();
            var at = random.Next(lines.Length);
            var colon = changed[at].IndexOf(": ", StringComparison.Ordinal);
            changed[at] = colon < 0 ? others[random.Next(others.Length)] : changed[at][..(colon + 2)] + others[random.Next(others.Length)];
            var tool = Tool.RunWith(string.Join('\n', changed), "doctor", "-", "--format", i % 2 == 0 ? "sarif" : "table");
            Assert.InRange(tool.ExitCode, 0, 2);
            if (i % 2 == 0 && tool.Output.Length > 0)
            {
                using var _ = JsonDocument.Parse(tool.Output);
            }
        }
    }

    private static IEnumerable<string> Codes(Tool tool) =>
        (from finding in JsonNode.Parse(tool.Output)!["findings"]!.AsArray() select ((string)finding!["code"]!)[^3..]).Distinct().Order();
}

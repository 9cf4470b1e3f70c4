using System.Text.Json.Nodes;
using Aspire.Hosting.Kubernetes.Resources;

namespace DaprShared.Hosting.Tests;

/// <summary>Values that operators give, and expressions that users write: what Helm and YAML make of them is the same text.</summary>
public sealed class ChartTextTests
{
    public static TheoryData<string> Texts =>
    [
        "p\"a\\ss\nw{{o}}rd: #'%", "\"", "\\", "\"\"", "\\\"", "a\\", "line\r\nline\n", "\n\ttab\t", "  spaces  ", "",
        "true", "null", "~", "1", "0x1F", "1e3", "12345678901", "01", "1_000",
        "- item", "key: value", "#no comment", "a #b", "%percent", "&anchor", "*alias", "!tag", "|", ">", "@",
        "`backticks`", "${dollar}", "<a&b>", "{{ .Values.x }}", "{{", "}}", "ä€😀", "\u0007\u0085\u2028",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_of_the_values_reaches_daprd_as_it_is(string text)
    {
        using var helm = new Helm(await s_chart.Value);
        var manifests = helm.Template("--values", helm.AddFile("operator.yaml", ManifestYaml.Write(new JsonObject
        {
            ["secrets"] = new JsonObject
            {
                ["orders"] = new JsonObject { ["orders_api_token"] = text, ["password"] = text },
                ["mail"] = new JsonObject { ["mail_api_token"] = text },
            },
            ["config"] = new JsonObject
            {
                ["orders"] = new JsonObject
                {
                    ["plain"] = text,
                    ["yes"] = text,
                    ["DAPRD_IMAGE"] = text,
                    ["DAPRD_LOG_LEVEL"] = text,
                    ["argument"] = text,
                },
                ["mail"] = new JsonObject { ["plain"] = text, ["DAPRD_LOG_LEVEL"] = text },
            },
            ["parameters"] = new JsonObject { ["orders"] = new JsonObject { ["loud"] = "true" } },
        })));

        Assert.Equal(text, At("Secret", "orders-secrets", "stringData/DAPR_API_TOKEN"));
        Assert.Equal($"a=\"{text}\";b={text}", At("Secret", "orders-secrets", "stringData/BOTH"));
        Assert.Equal(text, At("ConfigMap", "orders-config", "data/PLAIN"));
        Assert.Equal($"\"{text}\\", At("ConfigMap", "orders-config", "data/CHOSEN"));
        Assert.Equal(text, At("DaemonSet", "orders-dapr", "spec/template/spec/containers/0/image"));
        var arguments = (List<object>)At("DaemonSet", "orders-dapr", "spec/template/spec/containers/0/args")!;
        Assert.Contains($"--log-level={text}", arguments);
        Assert.Contains($"--argument={text}", arguments);
        Assert.Equal(text, At("Secret", "mail-dapr-token", "stringData/token"));
        Assert.Equal(text, At("Secret", "mail-secrets", "stringData/PLAIN"));
        Assert.Equal(text, At("DaemonSet", "mail-dapr", "spec/template/metadata/annotations/dapr.io~1log-level"));

        object? At(string kind, string name, string path) => manifests
            .Single(manifest => manifest.At("kind") as string == kind && manifest.At("metadata/name") as string == name)
            .At(path);
    }

    private static readonly Lazy<Task<SortedDictionary<string, string>>> s_chart = new(() => AppHost.PublishAsync(builder =>
    {
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        var plain = builder.AddParameter("plain", "");
        var password = builder.AddParameter("password", secret: true);
        builder.AddDaprShared("orders")
            .WithEnvironment("PLAIN", plain)
            .WithEnvironment("BOTH", ReferenceExpression.Create($"a=\"{password}\";b={password}"))
            .WithEnvironment("CHOSEN", ReferenceExpression.CreateConditional(
                builder.AddParameter("loud").Resource,
                "true",
                ReferenceExpression.Create($"\"{builder.AddParameter("yes", "")}\\"),
                ReferenceExpression.Create($"no")))
            .WithArgs(ReferenceExpression.Create($"--argument={builder.AddParameter("argument", "")}"));
        builder.AddDaprShared("mail").WithInjectedDaprd().WithEnvironment("PLAIN", plain);
    }));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("0.25", "0.25")]
    [InlineData("true", "true")]
    [InlineData("null", "")]
    public async Task A_value_without_quotes_is_text(string value, string expected)
    {
        using var helm = new Helm(await s_chart.Value);
        var file = helm.AddFile(
            "operator.yaml",
            $"config: {{orders: {{plain: {value}}}}}\nsecrets: {{mail: {{mail_api_token: {value}}}}}\n");

        foreach (var manifests in new[]
        {
            helm.Template("--values", file),
            helm.Template("--set", $"config.orders.plain={value},secrets.mail.mail_api_token={value}"),
        })
        {
            Assert.Contains(
                $"PLAIN: \"{expected}\"",
                manifests.Single(manifest => manifest.At("metadata/name") is "orders-config"),
                StringComparison.Ordinal);
            Assert.Contains(
                $"token: \"{expected}\"",
                manifests.Single(manifest => manifest.At("metadata/name") is "mail-dapr-token"),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{{ if eq .Values.config.orders.DAPRD_LOG_LEVEL \"info\" }}true{{ else }}no{{ end }}", "true")]
    [InlineData("{{ .Values.config.orders.DAPRD_LOG_LEVEL | upper | printf \"%s\\\\ \\\"}}\\\"\" }}!", "INFO\\ \"}}\"!")]
    [InlineData("say \"{{ .Values.config.orders.DAPRD_LOG_LEVEL }}\"", "say \"info\"")]
    [InlineData("a  \n\t{{- if true }} b {{ end -}}\n c \\ ", "a b c \\ ")]
    [InlineData("{{ $level := .Values.config.orders.DAPRD_LOG_LEVEL -}} {{ range $i := until 2 }}{{ $level }}\n{{ end }}", "info\ninfo\n")]
    [InlineData("{{/* nothing */}}{{ .Release.Name }} {{ len \"four\" }}", "shop 4")]
    [InlineData("{{ `{{` }}", "{{")]
    [InlineData("ä😀\u0085\u2028\u0007 {{ .Chart.AppVersion }}", "ä😀\u0085\u2028\u0007 0.1.0")]
    [InlineData("{{ 1 | int }}", "1")]
    public async Task An_expression_of_a_customization_is_the_text_that_Helm_makes_of_it(string expression, string expected)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").WithEnvironment("A", "b").PublishAsKubernetesService(published =>
            {
                var pod = published.Workload!.PodTemplate;
                pod.Metadata.Annotations["note"] = expression;
                pod.Spec.Containers[0].Args.Add(expression);
                published.Service!.Metadata.Annotations["note"] = expression;
                published.ConfigMap!.Data["NOTE"] = expression;
                published.Secret!.StringData["NOTE"] = expression;
                published.AdditionalResources.OfType<ChartManifest>()
                    .First(manifest => manifest.Manifest.Kind == "NetworkPolicy")
                    .Manifest.Metadata.Annotations = new Dictionary<string, string> { ["note"] = expression };
            });
        }));

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var manifests = helm.Template().ToDictionary(manifest => $"{manifest.At("kind")}/{manifest.At("metadata/name")}");
        var workload = manifests["DaemonSet/orders-dapr"];
        Assert.Equal(expected, workload.At("spec/template/metadata/annotations/note"));
        Assert.Equal(expected, ((List<object>)workload.At("spec/template/spec/containers/0/args")!)[^1]);
        Assert.Equal(expected, manifests["Service/orders-service"].At("metadata/annotations/note"));
        Assert.Equal(expected, manifests["ConfigMap/orders-config"].At("data/NOTE"));
        Assert.Equal(expected, manifests["Secret/orders-secrets"].At("stringData/NOTE"));
        Assert.Equal(expected, manifests["NetworkPolicy/orders-dapr"].At("metadata/annotations/note"));
        Assert.Equal(expected == "1", workload.Contains("note: \"1\"", StringComparison.Ordinal)); // a text, not a number
    }

    [Fact]
    public async Task A_port_that_is_a_value_is_a_number()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders")
                .WithEnvironment("PORT", builder.AddParameter("port", "80"))
                .PublishAsKubernetesService(published => published.Service!.Spec.Ports[0].Port = new Int32OrStringV1(
                    "{{ if .Values.config.orders.port }}{{ .Values.config.orders.port | int }}{{ else }}3500{{ end }}"))));

        string Service(string port) => helm.Template("--set-string", $"config.orders.port={port}")
            .Single(manifest => manifest.At("metadata/name") is "orders-service");
        Assert.Contains("port: 80\n", Service("80"), StringComparison.Ordinal);
        Assert.Contains("port: 3500\n", Service(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_and_the_certificates_of_the_values_are_texts_too()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").WithRemoteUrl(builder.AddParameter("url")).WithTrustAnchors(builder.AddParameter("roots"));
            builder.AddDaprShared("billing");
        }));
        const string pem = "-----BEGIN \"CERTIFICATE\"-----\r\nA\\B: #\n\n-----END CERTIFICATE-----";

        var manifests = helm.Template(
            "--set", "config.orders.url=http://orders.example:8080",
            "--set-file", $"config.orders.roots={helm.AddFile("ca.crt", $"{pem}\n")}",
            "--set-file", $"daprShared.trustAnchors={helm.AddFile("ca.crt", $"{pem}\n")}")
            .ToDictionary(manifest => $"{manifest.At("kind")}/{manifest.At("metadata/name")}");

        var arguments = (List<object>)manifests["DaemonSet/orders-dapr"].At("spec/template/spec/containers/0/args")!;
        Assert.Contains("--app-channel-address=orders.example", arguments);
        Assert.Contains("--app-port=8080", arguments);
        Assert.Equal($"{pem}\n", manifests["ConfigMap/orders-dapr-trust"].At("data/ca.crt"));
        Assert.Equal(pem, manifests["ConfigMap/shop-dapr-system-trust-bundle"].At("data/ca.crt"));
    }

    [Fact]
    public async Task Two_braces_in_what_a_user_wrote_are_no_expression()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders")
                .WithReference(builder.AddDaprSharedComponent("hook", "bindings.http").WithMetadata("note", "a {{ b }} c"))
                .WithServiceAccountAnnotation("note", "{{ account }}")
                .WithOptions(options => options.AllowedOrigins = "{{ origins }}")
                .WithPodSettings(pod => pod with { Annotations = new Dictionary<string, string> { ["note"] = "{{ pod }}" } }));
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var manifests = helm.Template();
        Assert.Equal("a {{ b }} c", manifests.Find("Component", "hook").At("spec/metadata/0/value"));
        Assert.Equal("{{ account }}", manifests.Find("ServiceAccount", "orders-daprd").At("metadata/annotations/note"));
        var workload = manifests.Find("DaemonSet", "orders-dapr");
        Assert.Equal("{{ pod }}", workload.At("spec/template/metadata/annotations/note"));
        Assert.Contains("--allowed-origins={{ origins }}", (List<object>)workload.At("spec/template/spec/containers/0/args")!);
        Assert.Equal("shop", workload.At("metadata/labels/app.kubernetes.io~1instance"));
    }
}

using System.Text.Json.Nodes;
using DaprShared.Cluster;
using DaprShared.Testing;
using k8s;
using Xunit;

namespace DaprShared.Tests;

/// <summary>
/// A kubeconfig in; which cluster is asked, through what and as whom, out: what kubectl and Helm would do. Servers of this process play
/// cluster and proxy.
/// </summary>
public sealed partial class KubeConfigTests : IDisposable
{
    private readonly ClusterStandIn _cluster = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-kubeconfig-").FullName;

    private string ConfigFile => Path.Combine(_folder, "config");

    public void Dispose()
    {
        _cluster.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_kubeconfig_is_found_as_kubectl_finds_it()
    {
        var (one, two, missing) = (Write("one", ""), Write("two", ""), Path.Combine(_folder, "missing"));
        string[] Files(string? named, string? variable, string defaultFile) =>
            [.. KubeConfig.Files(named, variable, defaultFile).Select(file => file.FullName)];

        var separator = Path.PathSeparator;
        Assert.Equal([missing], Files(missing, one, two)); // what is named has to be there
        Assert.Equal([one, two], Files(null, $"{one}{separator}{missing}{separator}{two}{separator}", missing));
        Assert.Equal([], Files(null, missing, one));
        Assert.Equal([one], Files(null, null, one));
        Assert.Equal([one], Files(null, "", one));
        Assert.Equal([], Files(null, null, missing));
    }

    [Fact]
    public void Of_several_files_the_first_wins()
    {
        var one = Write("one",
            """{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}]}""");
        var merged = KubeConfig.Merge([new(one), new(Write("two", _cluster.KubeConfig("shop")))]);

        Assert.Equal(("c", "c", null),
            (merged.CurrentContext, merged.Clusters.Single().Name, merged.Contexts.Single().ContextDetails.Namespace));
    }

    [Fact]
    public void A_path_is_relative_to_the_file_that_it_stands_in()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "team"));
        var plugIn = Path.Combine(".", "plugin");
        var merged = KubeConfig.Merge([new(Write("one", """{"kind":"Config"}""")), new(Write(Path.Combine("team", "two"), $$$"""
            {"kind":"Config","clusters":[{"name":"c","cluster":{"server":"https://c","certificate-authority":"ca.crt"}}],
             "users":[{"name":"key","user":{"client-certificate":"tls.crt","client-key":"/tls.key"} },
                      {"name":"near","user":{"exec":{"command":"{{{plugIn.Replace(@"\", @"\\", StringComparison.Ordinal)}}}"} } },
                      {"name":"path","user":{"exec":{"command":"plugin"} } }]}
            """))]);

        var team = Path.Combine(_folder, "team");
        var users = merged.Users.ToDictionary(user => user.Name, user => user.UserCredentials);
        Assert.Equal(Path.Combine(team, "ca.crt"), merged.Clusters.Single().ClusterEndpoint.CertificateAuthority);
        Assert.Equal((Path.Combine(team, "tls.crt"), "/tls.key"), (users["key"].ClientCertificate, users["key"].ClientKey));
        Assert.Equal((Path.Combine(team, plugIn), "plugin"),
            (users["near"].ExternalExecution.Command, users["path"].ExternalExecution.Command));
    }

    [Fact]
    public async Task The_namespace_is_the_contexts()
    {
        Write("config", _cluster.KubeConfig("shop"));

        using var client = await ConnectAsync();

        Assert.Equal("shop", client.Namespace);
    }

    [Theory]
    [InlineData("no: [kubeconfig")]
    [InlineData(null)]
    public async Task A_kubeconfig_that_cannot_be_used_is_told(string? text)
    {
        if (text is not null)
        {
            Write("config", text);
        }

        Assert.StartsWith("The kubeconfig cannot be used: ", await FailureAsync());
    }

    [Theory]
    [InlineData("HELM_KUBEAPISERVER", "https://elsewhere")]
    [InlineData("HELM_KUBETOKEN", "s3cret")]
    [InlineData("HELM_KUBEASUSER", "root")]
    [InlineData("HELM_KUBEASGROUPS", "system:masters")]
    [InlineData("HELM_KUBECAFILE", "ca.crt")]
    [InlineData("HELM_KUBETLS_SERVER_NAME", "elsewhere")]
    [InlineData("HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "true")]
    public async Task A_variable_that_leads_Helm_elsewhere_is_told_and_nobody_is_asked(string variable, string value)
    {
        Write("config", _cluster.KubeConfig());

        await WithVariableAsync(variable, value, async () =>
        {
            var message = await FailureAsync(forHelm: true);
            Assert.StartsWith($"{variable} leads Helm past the kubeconfig", message);
            Assert.DoesNotContain(value, message);
            (await ConnectAsync()).Dispose(); // it means nothing to kubectl, which plain manifests are for
        });
        await WithVariableAsync(variable, "", async () => (await ConnectAsync(forHelm: true)).Dispose());
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public async Task Helm_verifies_certificates_where_its_variable_says_false()
    {
        Write("config", _cluster.KubeConfig());

        await WithVariableAsync("HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "false", async () => (await ConnectAsync(forHelm: true)).Dispose());
    }

    [Fact]
    public async Task Helms_context_is_ours()
    {
        using var other = new ClusterStandIn();
        Write("config", $$"""
            {"kind":"Config","current-context":"first","users":[{"name":"u","user":{"token":"t"} }],
             "contexts":[{"name":"first","context":{"cluster":"first","user":"u"} },
                         {"name":"second","context":{"cluster":"second","user":"u","namespace":"shop"} }],
             "clusters":[{"name":"first","cluster":{"server":"{{_cluster.Url}}"} },{"name":"second","cluster":{"server":"{{other.Url}}"} }]}
            """);

        await WithVariableAsync("HELM_KUBECONTEXT", "second", async () =>
        {
            using var helm = await ConnectAsync(forHelm: true);
            using var kubectl = await ConnectAsync();
            Assert.Equal((other.Url, "shop"), (helm.Address.ToString(), helm.Namespace));
            Assert.Equal((_cluster.Url, "default"), (kubectl.Address.ToString(), kubectl.Namespace));
        });
        await WithVariableAsync("HELM_KUBECONTEXT", "third", async () => Assert.Contains("third", await FailureAsync(forHelm: true)));
    }

    [Fact]
    public async Task A_credential_plug_in_is_run_once_with_its_arguments_and_variables()
    {
        SkipWithoutShell();
        File.CreateSymbolicLink(Path.Combine(_folder, "plugin"), "/bin/sh");
        PlugIn("./plugin", """
            echo "$0" "$1" "$REGION" "$KUBERNETES_EXEC_INFO" >> "$LOG"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"s3cret"}}'
            """);

        using var client = await ConnectAsync();
        var answer = await client.AskAsync(
            "it",
            (kubernetes, stop) => kubernetes.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: stop),
            TestContext.Current.CancellationToken);

        Assert.Equal("kube-system", answer.Value!.Metadata.Name);
        Assert.Equal("Bearer s3cret", Assert.Single(_cluster.Authorizations));
        const string info = """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}}""";
        Assert.Equal($"two words $HOME north {info}\n",
            await File.ReadAllTextAsync(Path.Combine(_folder, "log"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("echo 'ERROR: You are' >&2; echo '  not logged in.' >&2; exit 3", "ended with exit code 3: ERROR: You are not logged in.")]
    [InlineData("echo s3cret; echo 'a hint' >&2", "gave no credentials of client.authentication.k8s.io/v1. a hint")]
    [InlineData(
        """echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"s3cret"}}'""",
        "gave no credentials of client.authentication.k8s.io/v1.")]
    [InlineData(
        """echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""",
        "gave no credentials of client.authentication.k8s.io/v1.")]
    public async Task A_credential_plug_in_that_fails_is_told_in_one_line_with_its_own_words(string script, string how)
    {
        SkipWithoutShell();
        PlugIn("sh", script);

        var message = await FailureAsync();

        Assert.Equal($"The kubeconfig's credential plug-in 'sh' {how}", message);
    }

    [Fact]
    public async Task A_credential_plug_in_that_is_not_installed_is_told_with_its_hint()
    {
        PlugIn("dapr-shared-no-such-plugin", "");

        var message = await FailureAsync();

        Assert.StartsWith("The kubeconfig's credential plug-in 'dapr-shared-no-such-plugin' cannot be started: ", message);
        Assert.EndsWith(" Install it.", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task A_credential_plug_in_that_hangs_is_ended()
    {
        SkipWithoutShell();
        PlugIn("sh", "sleep 3; echo still there >> \"$LOG\"; sleep 60");

        Assert.Equal(
            "The kubeconfig's credential plug-in 'sh' does not end in 0.2 seconds.",
            await FailureAsync(limit: TimeSpan.FromSeconds(0.2)));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ClusterClient.ConnectAsync(ConfigFile, forHelm: false, cancelled.Token));

        await Task.Delay(3500, TestContext.Current.CancellationToken);
        Assert.False(Path.Exists(Path.Combine(_folder, "log")));
    }

    private static void SkipWithoutShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The plug-in is a shell script.");

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    // The script's own name, $0, is an argument with spaces and what a shell would expand.
    private void PlugIn(string command, string script) => Write("config", new JsonObject
    {
        ["kind"] = "Config",
        ["current-context"] = "c",
        ["contexts"] = Named("context", new() { ["cluster"] = "c", ["user"] = "c" }),
        ["clusters"] = Named("cluster", new() { ["server"] = _cluster.Url }),
        ["users"] = Named("user", new()
        {
            ["exec"] = new JsonObject
            {
                ["apiVersion"] = "client.authentication.k8s.io/v1",
                ["command"] = command,
                ["args"] = new JsonArray("-c", script, "two words", "$HOME"),
                ["env"] = new JsonArray(Variable("REGION", "north"), Variable("LOG", Path.Combine(_folder, "log"))),
                ["installHint"] = "\nInstall it.\n",
            },
        }),
    }.ToJsonString());

    private static JsonArray Named(string key, JsonObject item) => [new JsonObject { ["name"] = "c", [key] = item }];

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private Task<ClusterClient> ConnectAsync(bool forHelm = false, TimeSpan? limit = null) =>
        ClusterClient.ConnectAsync(ConfigFile, forHelm, TestContext.Current.CancellationToken, limit);

    private async Task<string> FailureAsync(bool forHelm = false, TimeSpan? limit = null) =>
        (await Assert.ThrowsAsync<ClusterException>(() => ConnectAsync(forHelm, limit))).Message;

    private static async Task WithVariableAsync(string name, string value, Func<Task> test)
    {
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            await test();
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}

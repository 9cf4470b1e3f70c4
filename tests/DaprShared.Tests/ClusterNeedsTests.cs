using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

/// <summary>What daprd may ask the cluster: nothing, but for the Secrets and ConfigMaps that its components name.</summary>
public class ClusterNeedsTests
{
    private const string Encrypted = """
        kind: Component
        metadata: { name: statestore }
        spec:
          type: state.redis
          metadata:
          - { name: redisPassword, secretKeyRef: { name: redis, key: password } }
          - { name: primaryEncryptionKey, secretKeyRef: { name: state-keys, key: new } }
          - { name: secondaryEncryptionKey, secretKeyRef: { name: old-keys, key: old } }
        """;

    private const string Mcp = """
        kind: MCPServer
        metadata: { name: weather }
        spec:
          endpoint:
            streamableHTTP: { url: https://weather, auth: { oauth2: { secretKeyRef: { name: weather-client, key: secret } } } }
        """;

    private static readonly Dictionary<string, (string[] Resources, string Needs)> Examples = new()
    {
        ["no component"] = ([], "store off, no token"),
        ["a password, which the operator reads"] =
            (
                ["kind: Component\nspec: { type: state.redis, metadata: [{ name: p, secretKeyRef: { name: redis } }] }"],
                "store off, no token"),
        ["encryption keys"] = ([Encrypted], "store on, token, secrets old-keys state-keys"),
        ["encryption keys of another app-id"] = ([Encrypted + "\nscopes: [basket]"], "store off, no token"),
        ["encryption keys in a store of the author's"] = ([Encrypted + "\nauth: { secretStore: vault }"], "store off, no token"),
        ["an MCP server with a client secret"] = ([Mcp], "store on, token, secrets weather-client"),
        ["a client secret in a store of the author's"] =
            ([Mcp.Replace("auth: {", "auth: { secretStore: vault,", StringComparison.Ordinal)], "store off, no token"),
        ["both"] = ([Mcp, Encrypted], "store on, token, secrets old-keys state-keys weather-client"),
        ["a store of the author's in the cluster, and who uses it"] =
            ([Store, Encrypted + "\nauth: { secretStore: mine }"], "store off, token, secrets old-keys redis state-keys"),
        ["a configuration in a ConfigMap"] =
            (["kind: Component\nspec: { type: configuration.kubernetes, metadata: [{ name: configMapName, value: flags }] }"],
                "store off, token, configmaps flags"),
    };

    private const string Store = "kind: Component\nmetadata: { name: mine }\nspec: { type: secretstores.kubernetes }";

    public static TheoryData<string> Names { get; } = [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rights_follow_from_the_components(string name)
    {
        var daprd = With(Examples[name].Resources);
        var objects = KubernetesObjects.Build(daprd, new() { Namespace = "shop" });
        var pod = objects.OfType<V1DaemonSet>().Single().Spec.Template.Spec;
        var off = pod.Containers[0].Args.Contains("--disable-builtin-k8s-secret-store=true");
        var rules = objects.OfType<V1Role>().SelectMany(role => role.Rules).ToList();

        Assert.Equal(Examples[name].Needs, string.Join(", ",
        [
            off ? "store off" : "store on",
            pod.AutomountServiceAccountToken == true ? "token" : "no token",
            .. from rule in rules select $"{rule.Resources.Single()} {string.Join(' ', rule.ResourceNames)}",
        ]));
        Assert.Equal(rules.Count > 0 ? 1 : 0, objects.OfType<V1RoleBinding>().Count());
        Assert.Empty(Validator.Validate(daprd, DaprdMode.Kubernetes));
    }

    [Fact]
    public void The_rights_read_so() => Assert.Equal(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: orders-daprd
          namespace: shop
        rules:
        - apiGroups:
          - ""
          resourceNames:
          - old-keys
          - state-keys
          resources:
          - secrets
          verbs:
          - get
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: orders-daprd
          namespace: shop
        roleRef:
          kind: Role
          name: orders-daprd
          apiGroup: rbac.authorization.k8s.io
        subjects:
        - kind: ServiceAccount
          name: orders-daprd
          namespace: shop

        """.ReplaceLineEndings("\n"),
        ManifestYaml.WriteAll(WithoutLabels(KubernetesObjects.Build(With(Encrypted), new() { Namespace = "shop" }).Skip(1).Take(2))));

    [Fact]
    public void The_rights_are_those_of_the_account_that_the_pods_have()
    {
        var binding = KubernetesObjects.Build(
            With(Encrypted) with { Pod = new() { CreateServiceAccount = false, ServiceAccountName = "mine" } },
            new() { AccountNamespace = "{{ .Release.Namespace }}" }).OfType<V1RoleBinding>().Single();

        Assert.Equal(
            ("orders-daprd", "mine", "{{ .Release.Namespace }}"),
            (binding.RoleRef.Name, binding.Subjects[0].Name, binding.Subjects[0].NamespaceProperty));
    }

    [Fact]
    public void A_binding_without_a_namespace_is_told_because_Kubernetes_refuses_it()
    {
        Assert.Equal(
            "warning DAPRSHARED116: orders: the RoleBinding of daprd's account has no namespace, and Kubernetes refuses it like this. "
            + "Say the namespace: --namespace for dapr-shared render, namespace in the kustomization.yaml of a folder.",
            Assert.Single(ClusterNeeds.Check(With(Encrypted), new ObjectSettings())).ToString());
        Assert.Empty(ClusterNeeds.Check(With(Encrypted), new ObjectSettings { Namespace = "shop" }));
        Assert.Empty(ClusterNeeds.Check(With(), new ObjectSettings()));
    }

    [Theory]
    [InlineData(Store, "reads the Secrets that the app asks for", "Name the Secrets in ReadableSecrets")]
    [InlineData("kind: Component\nmetadata: { name: mine }\nspec: { type: crypto.dapr.kubernetes.secrets }",
        "reads the Secrets whose keys the app names", "Name the Secrets in ReadableSecrets")]
    [InlineData("kind: Component\nmetadata: { name: mine }\nspec: { type: bindings.kubernetes }",
        "lists and watches the events of a namespace", "Name an account that may with WithServiceAccount")]
    [InlineData("kind: Component\nmetadata: { name: mine }\nspec: { type: configuration.kubernetes, metadata: [{ name: configMapName, "
        + "envRef: X }] }",
        "lists and watches a ConfigMap", "Name an account that may with WithServiceAccount")]
    public void What_does_not_follow_has_to_be_said(string component, string right, string fix)
    {
        var daprd = With(component);
        var mistake = Assert.Single(Validator.Validate(daprd, DaprdMode.Kubernetes));
        Assert.StartsWith("error DAPRSHARED115: orders: component 'mine' (", mistake.ToString());
        Assert.Contains(right, mistake.Message);
        Assert.StartsWith(fix, mistake.Fix);
        Assert.Empty(Validator.Validate(daprd, DaprdMode.Standalone)); // daprd's mistake there, and another one

        Assert.Empty(Validator.Validate(daprd with { Pod = new() { MountServiceAccountToken = true } }, DaprdMode.Kubernetes));
        Assert.Empty(Validator.Validate(
            daprd with { Pod = new() { CreateServiceAccount = false, ServiceAccountName = "mine" } }, DaprdMode.Kubernetes));
    }

    [Fact]
    public void The_author_names_Secrets_for_a_component_or_for_the_secrets_API()
    {
        PodSettings named = new() { ReadableSecrets = ["b", "a"] };

        Assert.Equivalent(
            new { SecretStore = true, Token = true, Secrets = (string[])["a", "b"], Unknown = (UnknownRight[])[] },
            ClusterNeeds.Of(With() with { Pod = named }));
        // It has a store of its own for that.
        Assert.Equivalent(new { SecretStore = false, Secrets = (string[])["a", "b"] }, ClusterNeeds.Of(With(Store) with { Pod = named }));
        Assert.Empty(Validator.Validate(With(Store) with { Pod = named }, DaprdMode.Kubernetes));
    }

    [Fact]
    public void The_built_in_store_cannot_be_off_where_daprd_reads_from_it() => Assert.Equal(
        "error DAPRSHARED114: orders: option DisableBuiltinK8sSecretStore = true, but daprd itself takes old-keys, state-keys from that "
            + "store; a state store would be left in plain text without a word. Remove the option.",
        Assert.Single(Validator.Validate(
            With(Encrypted) with { Options = new() { DisableBuiltinK8sSecretStore = true } }, DaprdMode.Kubernetes)).ToString());

    [Fact]
    public void An_injected_daprd_gets_the_store_by_annotation()
    {
        var template = KubernetesObjects.Build(With(Encrypted) with { Injection = new() }).OfType<V1DaemonSet>().Single().Spec.Template;

        Assert.Equal("false", template.Metadata.Annotations["dapr.io/disable-builtin-k8s-secret-store"]);
        Assert.True(template.Spec.AutomountServiceAccountToken);
    }

    private static SharedDaprd With(params string[] resources) =>
        new() { AppId = "orders", Resources = [.. resources.Select(InboundRetriesTests.File)] };

    private static IEnumerable<object> WithoutLabels(IEnumerable<k8s.IKubernetesObject<V1ObjectMeta>> objects)
    {
        foreach (var item in objects)
        {
            item.Metadata.Labels = null;
            yield return item;
        }
    }
}

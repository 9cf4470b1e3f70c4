using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>What a daprd's account may do, and private keys where everybody reads.</summary>
internal static partial class DoctorRules
{
    private static readonly string[] _reading = ["get", "list", "watch", "*"], _changing = ["create", "update", "patch", "delete", "*"];

    private static DoctorRule[] RightsRules() =>
    [
        new(DiagnosticRules.AllSecrets,
            "daprd reads Secrets for whoever calls its API, of any namespace that its account may read; the operator resolves those of "
                + "components, so that daprd's account needs no role (1.17 to 1.19).",
            manifests => Rights(manifests, "secrets", _reading, inClusterOnly: false,
                "Remove the role, or name the Secrets in resourceNames; set --disable-builtin-k8s-secret-store=true.")),
        new(DiagnosticRules.AllConfigMaps,
            "daprd changes no ConfigMap; whoever gets hold of its pod changes those of every namespace, the trust anchors too.",
            manifests => Rights(manifests, "configmaps", _changing, inClusterOnly: true,
                "Remove the role: trust anchors are copied once, by whoever installs daprd.")),
        new(DiagnosticRules.PrivateKeyInConfigMap,
            "Who may read ConfigMaps of the namespace (the role 'view' may) has the key, and with Sentry's, issuer.key, can sign an "
                + "identity for any app, the control plane too. daprd uses the root certificate only.",
            PrivateKeys),
        new(DiagnosticRules.StartReplaces,
            "The init container of the official chart deletes and creates its ConfigMap at each start of a pod and ends with an error when "
                + "another one does so at the same time.",
            manifests => from init in InitContainers(manifests)
                         select InContainer(init.Daprd, init.Container, "args",
                             $"init container '{init.Container.Name}' writes a ConfigMap at each start.",
                             "Read the root certificate from a ConfigMap that exists: copy dapr-trust-bundle once.")),
        new(DiagnosticRules.UninstallPod,
            "A hook runs its pod before an object goes: where its image cannot be pulled or its rights are gone, the uninstallation stops.",
            manifests => from item in manifests.Objects
                         where item.Kind is "Pod" or "Job"
                            && item.Root.TextAt("metadata", "annotations", "helm.sh/hook").Contains("-delete", StringComparison.Ordinal)
                            && Workload.Of(item)!.Containers.Any(DeletesConfigMaps)
                         select OfObject(item, "metadata.annotations",
                             "it deletes a ConfigMap when the release is uninstalled, with image "
                                 + $"'{Workload.Of(item)!.Containers[0].Image.Text}'.",
                             "Let the release own its ConfigMap; then nothing has to be cleaned up.")),
    ];

    private static bool DeletesConfigMaps(Container container)
    {
        var words = string.Join(' ', container.Words.Select(word => word.Value)).Split(' ');
        return words.Contains("delete") && words.Any(word => word is "cm" or "configmap" or "configmaps");
    }

    private static IEnumerable<(FoundDaprd Daprd, Container Container)> InitContainers(Manifests manifests) =>
        from daprd in manifests.Daprds
        from container in daprd.Workload.Containers
        where container is { IsInit: true, Image.Repository: "dapr-shared" }
        select (daprd, container);

    private static IEnumerable<Spot> PrivateKeys(Manifests manifests) =>
    [
        .. from item in manifests.Of("ConfigMap")
           from pair in item.Root.PairsAt("data")
           let isSentrys = pair.Key is "issuer.key" or "dapr-cert-key" or "jwt.key"
           where pair.Value.TextAt() is { Length: > 0 } text && (isSentrys || text.Contains("PRIVATE KEY-----"))
           select new Spot(item, $"data[{pair.Key}]", pair.Value, $"key '{pair.Key}' is a private key.",
               isSentrys ? "Remove it, and have the control plane issue new certificates: this key is known."
                   : "Keep a new one in a Secret: this key is known."),
        .. from init in InitContainers(manifests)
           select InContainer(init.Daprd, init.Container, "image",
               $"init container '{init.Container.Name}' copies Secret dapr-trust-bundle with Sentry's key issuer.key into a ConfigMap "
                   + "here.",
               "Remove it, and copy key ca.crt of ConfigMap dapr-trust-bundle instead."),
    ];

    private static IEnumerable<Spot> Rights(
        Manifests manifests, string resource, string[] verbs, bool inClusterOnly, string fix) =>
        from binding in manifests.Objects
        where binding.Kind == "ClusterRoleBinding" || (binding.Kind == "RoleBinding" && !inClusterOnly)
        let bound = manifests.Daprds.Where(daprd => IsBound(binding, daprd)).ToList()
        where bound.Count > 0
        let name = binding.Root.TextAt("roleRef", "name")
        let isOfCluster = binding.Root.TextAt("roleRef", "kind") == "ClusterRole"
        let role = manifests.Of(isOfCluster ? "ClusterRole" : "Role")
            .FirstOrDefault(item => item.Name == name && (isOfCluster || item.IsBeside(binding)))
        let rule = role?.Root.ItemsAt("rules").FirstOrDefault(rule => Gives(rule, resource, verbs))
        where rule is not null || (role is null && isOfCluster && name is "cluster-admin" or "admin" or "edit")
        let reach = binding.Kind == "ClusterRoleBinding" ? "every namespace" : "the namespace"
        select new Spot(role ?? binding, role is null ? "roleRef" : "rules", rule ?? binding.Root.At("roleRef"),
            $"account '{bound[0].Workload.Account}' of daprd {List(bound.Select(daprd => daprd.Name).Distinct())} has it by {binding.Kind} "
                + $"'{binding.Name}': {resource} of {reach}, {string.Join(", ", rule?.TextsAt("verbs") ?? ["all verbs"])}.",
            fix);

    private static bool Gives(YamlNode rule, string resource, string[] verbs) =>
        rule.TextsAt("apiGroups").Any(group => group is "" or "*")
        && rule.TextsAt("resources").Any(name => name == resource || name == "*")
        && rule.TextsAt("verbs").Any(verbs.Contains)
        && rule.IsEmptyAt("resourceNames");

    private static bool IsBound(ManifestObject binding, FoundDaprd daprd)
    {
        var @namespace = daprd.Object.Namespace;
        return binding.Root.ItemsAt("subjects").Any(subject => subject.TextAt("kind") switch
        {
            "ServiceAccount" => subject.TextAt("name") == daprd.Workload.Account
                && (subject.TextAt("namespace") is { Length: > 0 } own
                    ? @namespace.Length == 0 || own == @namespace
                    : binding.IsIn(@namespace)),
            "Group" => subject.TextAt("name") is "system:serviceaccounts" or "system:authenticated"
                || subject.TextAt("name") == $"system:serviceaccounts:{@namespace}",
            _ => false,
        });
    }
}

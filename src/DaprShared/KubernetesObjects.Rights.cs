using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>What daprd's account may do, and what is generated of Dapr's own kinds.</summary>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        private ClusterNeeds Needs => field ??= ClusterNeeds.Of(daprd);

        /// <summary>A Role that names each Secret and ConfigMap, and nothing where daprd asks for none.</summary>
        public IEnumerable<IKubernetesObject<V1ObjectMeta>> Rights()
        {
            List<V1PolicyRule> rules =
            [
                .. Rule("secrets", Needs.Secrets, "get"),
                // It is watched by its name, which a Role can allow.
                .. Rule("configmaps", Needs.ConfigMaps, "get", "list", "watch"),
            ];
            return rules.Count == 0 ? [] : [Role(rules), RoleBinding()];
        }

        public IEnumerable<DaprObject> Generated()
        {
            foreach (var item in DaprObjects.Generated(daprd, DaprdMode.Kubernetes))
            {
                item.Metadata = Metadata(item.Metadata.Name);
                yield return item;
            }
        }

        private static IEnumerable<V1PolicyRule> Rule(string resource, IReadOnlyList<string> names, params string[] verbs) =>
            names.Count == 0 ? [] : [new() { ApiGroups = [""], Resources = [resource], ResourceNames = [.. names], Verbs = verbs }];

        private V1Role Role(List<V1PolicyRule> rules) => new()
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "Role",
            Metadata = Metadata(ObjectNames.ServiceAccount(daprd.AppId)),
            Rules = rules,
        };

        private V1RoleBinding RoleBinding() => new()
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "RoleBinding",
            Metadata = Metadata(ObjectNames.ServiceAccount(daprd.AppId)),
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = ObjectNames.ServiceAccount(daprd.AppId) },
            Subjects =
            [
                new()
                {
                    Kind = "ServiceAccount",
                    Name = ServiceAccountName,
                    NamespaceProperty = settings.Namespace ?? settings.AccountNamespace,
                },
            ],
        };
    }
}

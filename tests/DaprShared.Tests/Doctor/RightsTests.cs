using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>A binding, and a role or one of Kubernetes' own, beside a healthy shop: who may read all Secrets by it.</summary>
public sealed class RightsTests
{
    private const string Account = "{kind: ServiceAccount, name: orders-daprd, namespace: shop}";

    [Theory]
    [InlineData("ClusterRoleBinding", "cluster-admin", "secrets of every namespace, all verbs.")]
    [InlineData("ClusterRoleBinding", "admin", "secrets of every namespace, all verbs.")]
    [InlineData("RoleBinding", "edit", "secrets of the namespace, all verbs.")]
    [InlineData("RoleBinding", "view")]
    public void Some_of_Kubernetes_own_roles_read_Secrets(string binding, string role, params string[] rights) => Assert.Equal(
        rights.Select(right => $"{binding} bound, roleRef: account 'orders-daprd' of daprd 'orders' has it by {binding} 'bound': {right}"),
        Found("DAPRSHARED170", Binding(binding, $"ClusterRole, name: {role}", Account)));

    [Theory]
    [InlineData(Account, true)]
    [InlineData("{kind: ServiceAccount, name: orders-daprd}", true)] // that of the binding's namespace
    [InlineData("{kind: ServiceAccount, name: orders-daprd, namespace: other}", false)]
    [InlineData("{kind: ServiceAccount, name: operator, namespace: shop}", false)]
    [InlineData("{kind: Group, name: 'system:serviceaccounts'}", true)]
    [InlineData("{kind: Group, name: 'system:authenticated'}", true)]
    [InlineData("{kind: Group, name: 'system:serviceaccounts:shop'}", true)]
    [InlineData("{kind: Group, name: 'system:serviceaccounts:other'}", false)]
    [InlineData("{kind: User, name: 'system:serviceaccounts'}", false)]
    public void Who_is_bound_is_an_account_or_a_group_that_it_is_in(string subject, bool isFound) => Assert.Equal(
        isFound ? 1 : 0, Found("DAPRSHARED170", Binding("RoleBinding", "ClusterRole, name: edit", subject)).Length);

    [Theory]
    [InlineData("Role", "{apiGroups: [''], resources: [secrets], verbs: [list, create]}", "secrets of the namespace, list, create.")]
    [InlineData("Role", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}", "secrets of the namespace, *.")]
    [InlineData("ClusterRole", "{apiGroups: [''], resources: [secrets], verbs: [watch]}", "secrets of the namespace, watch.")]
    [InlineData("Role", "{apiGroups: [apps], resources: [secrets], verbs: [get]}")]
    [InlineData("Role", "{apiGroups: [''], resources: [pods], verbs: [get]}")]
    [InlineData("Role", "{apiGroups: [''], resources: [secrets], verbs: [create]}")]
    [InlineData("Role", "{apiGroups: [''], resources: [secrets], verbs: [get], resourceNames: [orders]}")]
    public void A_rule_is_about_all_Secrets_or_it_is_no_fault(string kind, string rule, params string[] rights) => Assert.Equal(
        rights.Select(right => $"account 'orders-daprd' of daprd 'orders' has it by RoleBinding 'bound': {right}"),
        from found in Found("DAPRSHARED170", Binding("RoleBinding", $"{kind}, name: reader", Account) + $$"""
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: {{kind}}
            metadata: {name: reader{{(kind == "Role" ? ", namespace: shop" : "")}}}
            rules:
            - {{rule}}
            """)
        select found[(found.IndexOf(": ", StringComparison.Ordinal) + 2)..]);

    private static string Binding(string kind, string role, string subject) => $$"""
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: {{kind}}
        metadata: {name: bound{{(kind == "RoleBinding" ? ", namespace: shop" : "")}}}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{role}}}
        subjects:
        - {{subject}}

        """;

    private static string[] Found(string code, string beside) =>
    [
        .. from finding in Shop.Examine(Shop.Text + beside).Findings
           where finding.Rule.Code == code
           select $"{finding.Object.Kind} {finding.Object.Name}, {finding.Field}: {finding.Message}",
    ];
}

using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>Objects that are there twice beside a healthy shop, and names that lead to nothing.</summary>
public sealed class TwiceTests
{
    private const string
        Keep = "Keep one, or write their namespaces. What kustomize puts together has to be built first: kubectl kustomize.",
        Rename = "Give each a name of its own, for example with the namespace in it.";

    [Theory]
    [InlineData("apps/v1", "Deployment", Keep)]
    [InlineData("apps/v1", "DaemonSet", Keep)]
    [InlineData("apps/v1", "StatefulSet", Keep)]
    [InlineData("v1", "Service", Keep)]
    [InlineData("v1", "ConfigMap", Keep)]
    [InlineData("v1", "Secret", Keep)]
    [InlineData("v1", "ServiceAccount", Keep)]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", Keep)]
    [InlineData("rbac.authorization.k8s.io/v1", "Role", Keep)]
    [InlineData("rbac.authorization.k8s.io/v1", "RoleBinding", Keep)]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", Rename)]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", Rename)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", Keep)]
    [InlineData("policy/v1", "PodDisruptionBudget", Keep)]
    [InlineData("dapr.io/v1alpha1", "HTTPEndpoint", Keep)]
    [InlineData("v1", "Endpoints")] // not looked at
    public void An_object_of_a_daprds_folder_is_there_once(string version, string kind, params string[] fixes)
    {
        var text = $"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: two, namespace: shop}}\n";

        Assert.Equal(fixes, Clashes(text + text));
        Assert.Equal(kind.StartsWith("Cluster", StringComparison.Ordinal) ? fixes : [],
            Clashes(text + text.Replace("shop", "other", StringComparison.Ordinal)));
        Assert.Empty(Clashes(text + text.Replace("two", "three", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("httpPipeline")]
    [InlineData("appHttpPipeline")]
    public void A_handler_of_a_pipeline_is_a_component(string pipeline)
    {
        string[] Found(string name) =>
        [
            .. from finding in Shop.Examine(Shop.Text.Replace("tracing: {samplingRate: \"1\"}",
                   $"{pipeline}: {{handlers: [{{name: {name}, type: middleware.http.bearer}}]}}", StringComparison.Ordinal)).Findings
               select $"{finding.Field}: {finding.Message}",
        ];

        Assert.Equal(
            [$"spec.{pipeline}.handlers: it names 'bearer', and no component of daprd 'orders' has that name."], Found("bearer"));
        Assert.Empty(Found("pubsub"));
    }

    private static string[] Clashes(string beside) =>
    [
        .. from finding in Shop.Examine(Shop.Text + beside).Findings
           where finding.Rule.Code == "DAPRSHARED034"
           select finding.Fix,
    ];
}

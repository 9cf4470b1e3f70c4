namespace DaprShared.Hosting.Tests;

/// <summary>What an application that has everything may do in the cluster.</summary>
public abstract class PostureTests
{
    /// <summary>Adds the compute environment of the target.</summary>
    protected abstract void AddEnvironment(IDistributedApplicationBuilder builder);

    [Fact]
    public async Task There_is_no_role_and_every_daprd_has_an_account_without_a_token_and_a_NetworkPolicy()
    {
        var objects = await PublishAsync();

        IEnumerable<string> Names(string kind) => from item in objects where item.Name.StartsWith($"{kind}/", StringComparison.Ordinal)
                                                  select item.Name[(kind.Length + 1)..];
        Assert.Empty(((string[])["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]).SelectMany(Names));
        string[] daprds = ["billing-dapr", "cart-dapr", "chat-dapr", "mail-dapr", "orders-dapr"];
        Assert.Equal(daprds, Names("NetworkPolicy").Order(StringComparer.Ordinal));
        Assert.Equal(daprds, Pods(objects).Select(pod => pod.Name).Order(StringComparer.Ordinal));
        Assert.All(
            objects.Where(item => item.Name.StartsWith("ServiceAccount/", StringComparison.Ordinal)),
            item => Assert.Equal("false", item.Yaml.At("automountServiceAccountToken")));
    }

    [Fact]
    public async Task Every_daprd_is_hardened() => Assert.All(Pods(await PublishAsync()), pod =>
    {
        Assert.Equal("false", pod.Spec.At("automountServiceAccountToken"));
        Assert.Equal("true", pod.Spec.At("securityContext/runAsNonRoot"));
        Assert.Equal("RuntimeDefault", pod.Spec.At("securityContext/seccompProfile/type"));
        Assert.All((List<object>)pod.Spec.At("containers")!, container =>
        {
            Assert.Equal("false", container.At("securityContext/allowPrivilegeEscalation"));
            Assert.Equal("true", container.At("securityContext/readOnlyRootFilesystem"));
            Assert.Equal(["ALL"], container.Texts("securityContext/capabilities/drop"));
            Assert.Null(container.At("securityContext/capabilities/add"));
            Assert.NotNull(container.At("resources/limits/memory"));
        });
    });

    private async Task<IReadOnlyList<(string Name, string Yaml)>> PublishAsync()
    {
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            AddEnvironment(builder);
            WholeModel.Add(builder);
        });
        List<(string Name, string Yaml)> objects = [.. files.Objects()];
        Assert.True(Pods(objects).Count() == 5, $"{string.Join(", ", objects.Select(item => item.Name))}\n{string.Join('\n', log)}");
        return objects;
    }

    private static IEnumerable<(string Name, object? Spec)> Pods(IEnumerable<(string Name, string Yaml)> objects) =>
        from item in objects
        where item.Name.StartsWith("DaemonSet/", StringComparison.Ordinal) || item.Name.StartsWith("Deployment/", StringComparison.Ordinal)
        let template = item.Yaml.At("spec/template")
        where template.At("metadata/labels/dapr.io~1app-id") is not null // of apps no pod has it
        select (item.Name.Split('/')[1], template.At("spec"));
}

using System.Text.RegularExpressions;
using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>A model that has everything, as plain manifests, in each version of Kubernetes.</summary>
public class SchemaTests
{
    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public async Task Every_plain_manifest_is_one_that_the_version_of_Kubernetes_knows(string version)
    {
        var schema = KubernetesSchema.Of(version);
        var plain = await s_plain.Value;

        Assert.NotEmpty(plain);
        schema.Accepts(plain);
    }

    private static readonly Lazy<Task<IReadOnlyList<string>>> s_plain = new(async () =>
        [
            .. (await AppHost.PublishAsync(WholeModel.Add))
                .Where(file => Regex.IsMatch(file.Key, "/(?!kustomization)[^/]+\\.yaml$"))
                .Select(file => file.Value),
        ]);
}

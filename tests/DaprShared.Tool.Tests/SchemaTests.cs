using DaprShared.Testing;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>The examples as they are in the repository, in each version of Kubernetes.</summary>
public class SchemaTests
{
    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public void Every_example_is_one_that_the_version_of_Kubernetes_knows(string version)
    {
        var schema = KubernetesSchema.Of(version);
        var examples = Path.Combine(Tool.Root, "tests", "DaprShared.Tool.Tests", "Examples");
        var files = Directory.GetFiles(examples, "*.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "expected" && Path.GetFileName(file) != "kustomization.yaml")
            .ToList();

        Assert.NotEmpty(files);
        schema.Accepts(files.Select(File.ReadAllText));
    }
}

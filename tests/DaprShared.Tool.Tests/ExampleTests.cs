using k8s;
using k8s.Models;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>
/// Examples/NAME/values.yaml, with its folder resources where there is one, becomes Examples/NAME/expected, byte by byte. UPDATE_EXAMPLES=1
/// writes it.
/// </summary>
public class ExampleTests
{
    private static readonly string Examples = Path.Combine(Tool.Root, "tests", "DaprShared.Tool.Tests", "Examples");

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Examples).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void An_example_becomes_these_files(string name)
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary["out"];
        var tool = Tool.Run([.. Render(name), "-o", folder]);
        Assert.Equal((0, ""), (tool.ExitCode, tool.Output));
        Assert.Empty(tool.Lines);

        var expected = Path.Combine(Examples, name, "expected");
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") == "1")
        {
            Directory.CreateDirectory(expected);
            Array.ForEach(Directory.GetFiles(expected), File.Delete);
            Array.ForEach(Directory.GetFiles(folder), file => File.Copy(file, Path.Combine(expected, Path.GetFileName(file))));
        }

        Assert.Equal(Content(expected), Content(folder));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_stream_holds_the_objects_of_the_folder(string name)
    {
        var tool = Tool.Run(Render(name));
        var objects = Content(Path.Combine(Examples, name, "expected")).Where(file => file.Key != "kustomization.yaml")
            .Select(file => file.Value[(OutputFolder.Header.Length + 1)..]);
        Assert.Equal(objects.Order(StringComparer.Ordinal), tool.Output.Split("---\n").Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_output_is_strictly_what_the_Kubernetes_API_takes(string name)
    {
        var documents = Tool.Run(Render(name)).Output.Split("---\n");
        foreach (var document in documents.Where(document => !document.StartsWith("apiVersion: dapr.io/", StringComparison.Ordinal)))
        {
            object typed = document.Split('\n')[1] switch
            {
                "kind: ServiceAccount" => KubernetesYaml.Deserialize<V1ServiceAccount>(document, strict: true),
                "kind: Service" => KubernetesYaml.Deserialize<V1Service>(document, strict: true),
                "kind: NetworkPolicy" => KubernetesYaml.Deserialize<V1NetworkPolicy>(document, strict: true),
                "kind: HorizontalPodAutoscaler" => KubernetesYaml.Deserialize<V2HorizontalPodAutoscaler>(document, strict: true),
                "kind: PodDisruptionBudget" => KubernetesYaml.Deserialize<V1PodDisruptionBudget>(document, strict: true),
                "kind: DaemonSet" => KubernetesYaml.Deserialize<V1DaemonSet>(document, strict: true),
                _ => KubernetesYaml.Deserialize<V1Deployment>(document, strict: true),
            };
            Assert.Equal(document, ManifestYaml.Write(typed));
        }
    }

    private static string[] Render(string name)
    {
        var resources = Path.Combine(Examples, name, "resources");
        string[] command = ["render", "-f", Path.Combine(Examples, name, "values.yaml")];
        return Directory.Exists(resources) ? [.. command, "--resources-path", resources] : command;
    }

    private static SortedDictionary<string, string> Content(string folder) =>
        new(Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);
}

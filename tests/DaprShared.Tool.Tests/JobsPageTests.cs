using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>The Job of docs/jobs.md is one that Kubernetes takes, and finds the daprd that the page's command makes.</summary>
public partial class JobsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Tool.Root, "docs", "jobs.md"));

    private static readonly string Manifest = Block().Matches(Page).Single(block => block.Groups[1].Value == "yaml").Groups[2].Value;

    private static readonly V1PodSpec Pod =
        KubernetesYaml.Deserialize<V1CronJob>(Manifest, strict: true).Spec.JobTemplate.Spec.Template.Spec;

    private static readonly string[] Manifests = Rendered();

    [Fact]
    public void The_pod_ends_with_its_only_container()
    {
        Assert.Single(Pod.Containers);
        Assert.Null(Pod.InitContainers);
        Assert.Contains(Pod.RestartPolicy, (string[])["Never", "OnFailure"]);
    }

    [Fact]
    public void The_variables_lead_to_the_Service_that_the_command_makes()
    {
        var service = Manifests.Where(manifest => manifest.Contains("kind: Service\n", StringComparison.Ordinal))
            .Select(manifest => KubernetesYaml.Deserialize<V1Service>(manifest, strict: true))
            .Single(service => service.Spec.ClusterIP != "None");

        Assert.Equal(
            [$"http://{service.Metadata.Name}:{Port("dapr-http")}", $"http://{service.Metadata.Name}:{Port("dapr-grpc")}"],
            [Variable(AppEnvironment.HttpEndpoint).Value, Variable(AppEnvironment.GrpcEndpoint).Value]);

        int Port(string name) => service.Spec.Ports.Single(port => port.Name == name).Port;
    }

    [Fact]
    public void The_token_is_the_daprds_own_and_the_page_creates_it()
    {
        var daprd = KubernetesYaml.Deserialize<V1Deployment>(Manifests[^1], strict: true).Spec.Template.Spec.Containers[0];
        var token = Variable(AppEnvironment.ApiToken).ValueFrom.SecretKeyRef;

        var same = daprd.Env.Single(variable => variable.Name == AppEnvironment.ApiToken).ValueFrom.SecretKeyRef;
        Assert.Equal((same.Name, same.Key), (token.Name, token.Key));
        Assert.Contains($"create secret generic {token.Name} --from-file={token.Key}=", Page, StringComparison.Ordinal);
        Assert.DoesNotContain(daprd.Args, argument => argument.StartsWith("--app-port", StringComparison.Ordinal));
    }

    private static V1EnvVar Variable(string name) => Pod.Containers[0].Env.Single(variable => variable.Name == name);

    private static string[] Rendered()
    {
        var command = Page.Split('\n').Single(line => line.StartsWith("dapr-shared render ", StringComparison.Ordinal));
        var tool = Tool.Run(command[..command.IndexOf(" -o ", StringComparison.Ordinal)].Split(' ')[1..]);
        Assert.Equal(0, tool.ExitCode);
        Assert.Empty(tool.Lines);
        return tool.Output.Split("---\n");
    }

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}

using DaprShared.Build;

namespace Build.Tests;

public sealed class ContainerRuntimeTests
{
    [Theory]
    [InlineData("podman-4.3", "podman 4.3.1, with the orchestrator of the CLI's bundle")]
    [InlineData("podman-5.4", "podman 5.4.2, with the orchestrator of the packages")]
    [InlineData("docker-26.1-with-buildx", "docker 26.1.5, with the orchestrator of the packages")]
    [InlineData("docker-24.0-desktop", "docker 24.0.6, with the orchestrator of the packages")] // its engine says "master"
    public void A_runtime_that_works_brings_its_orchestrator(string client, string expected)
    {
        var (runtime, faults) = ContainerRuntime.Choose([RecordedClient.Read(client)]);

        Assert.Empty(faults);
        var orchestrator = runtime!.NeedsBundle ? "the CLI's bundle" : "the packages";
        Assert.Equal(expected, $"{runtime.Program} {runtime.Version}, with the orchestrator of {orchestrator}");
    }

    [Theory]
    [InlineData("docker-28.2-without-engine", "docker 28.2.2 reaches no engine (Cannot connect to the Docker daemon", "start")]
    [InlineData("docker-20.10", "docker 20.10.24 is too old", "install Docker 23 or later")]
    [InlineData("docker-20.10", "docker 20.10.24 has no buildx", "install the package docker-buildx-plugin")]
    [InlineData("docker-28.2-without-buildx", "docker 28.2.2 has no buildx", "install the package docker-buildx-plugin")]
    [InlineData("docker-that-is-podman", "docker is Podman under another name", "call it podman")]
    [InlineData("docker-26.1-without-permission", "docker 26.1.5 reaches no engine (permission denied", "let this user use it")]
    [InlineData("podman-3.0", "podman 3.0.1 is too old", "install Podman 4 or later")]
    [InlineData("podman-5.4-without-home", "podman does not answer `podman info`: ", "cannot resolve /nonexistent")]
    public void One_that_cannot_work_is_told_apart_with_the_way_out(string client, string fault, string wayOut)
    {
        var (runtime, faults) = ContainerRuntime.Choose([RecordedClient.Read(client)]);

        Assert.Null(runtime);
        var found = Assert.Single(faults, found => found.StartsWith(fault, StringComparison.Ordinal));
        Assert.Contains(wayOut, found, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_that_works_is_taken_and_what_is_wrong_with_the_others_is_said()
    {
        var clients = from name in (string[])["docker-28.2-without-engine", "podman-4.3"] select RecordedClient.Read(name);

        var (runtime, faults) = ContainerRuntime.Choose(clients);

        Assert.Equal("podman", runtime!.Program);
        Assert.StartsWith("docker 28.2.2", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Docker_is_before_Podman_as_with_Aspire()
    {
        var clients = from name in (string[])["docker-26.1-with-buildx", "podman-5.4"] select RecordedClient.Read(name);

        Assert.Equal("docker", ContainerRuntime.Choose(clients).Runtime!.Program);
    }

    [Fact]
    public void Without_a_client_there_is_no_runtime_and_nothing_to_say_of_one()
    {
        var (runtime, faults) = ContainerRuntime.Choose([]);

        Assert.Null(runtime);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("podman-4.3", "/usr/lib/podman/aardvark-dns", true)]
    [InlineData("podman-4.3", "/usr/lib/cni/dnsname", false)] // netavark does not use it
    [InlineData("podman-4.3-with-cni", "/usr/lib/podman/aardvark-dns", false)]
    [InlineData("podman-4.3-with-cni", "/usr/lib/cni/dnsname", true)]
    [InlineData("podman-5.4", "", true)] // it says itself where its resolver is
    public void Containers_find_each_other_by_name_where_Podman_has_a_resolver(string client, string file, bool expected)
    {
        Assert.Equal(expected, Podman.ResolvesNames(RecordedClient.Read(client).Info.Json(), path => path == file));
    }
}

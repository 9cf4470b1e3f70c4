using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>A client of containers, with what it answered.</summary>
/// <param name="Name">docker or podman.</param>
/// <param name="Version">What it answered to <c>version</c>, as JSON.</param>
/// <param name="Info">What it answered to <c>info</c>, as JSON.</param>
/// <param name="Buildx">What Docker answered to <c>buildx version</c>.</param>
internal sealed record ContainerClient(string Name, Answer Version, Answer Info, Answer? Buildx = null)
{
    /// <summary>Gets the clients that Aspire knows, in its order.</summary>
    public static string[] Known { get; } = ["docker", "podman"];

    public static async Task<ContainerClient> Ask(string name)
    {
        // Not `--format json`, which Docker knows since 23.0 only.
        async Task<Answer> Of(params string[] question) => await Shell.Capture(name, question, TimeSpan.FromMinutes(1));
        var (version, info) = (await Of("version", "--format", "{{json .}}"), await Of("info", "--format", "{{json .}}"));
        return new(name, version, info, name == "docker" ? await Of("buildx", "version") : null);
    }
}

/// <summary>What runs containers here, and which orchestrator works with it.</summary>
/// <param name="Program">docker or podman.</param>
/// <param name="Version">The version of the engine.</param>
/// <param name="NeedsBundle">
/// Whether it needs the orchestrator of the Aspire CLI 13.5.4. The one of Aspire's packages identifies a network by its id, as which Podman
/// 4 reports the network's name, so there the container tunnel never connects.
/// </param>
internal sealed record ContainerRuntime(string Program, Version Version, bool NeedsBundle)
{
    /// <summary>Returns the first client that Aspire can work with; or, of each one, why it cannot and the way out.</summary>
    public static (ContainerRuntime? Runtime, IReadOnlyList<string> Faults) Choose(IEnumerable<ContainerClient> clients)
    {
        var judged = clients.Select(client => client.Name == "docker" ? Docker(client) : Podman(client)).ToList();
        return (judged.Find(each => each.Faults.Length == 0).Runtime, [.. judged.SelectMany(each => each.Faults)]);
    }

    private static (ContainerRuntime? Runtime, string[] Faults) Docker(ContainerClient client)
    {
        var (version, info) = (client.Version.Json(), client.Info.Json());
        if (info?["host"] is not null) { return (null, ["docker is Podman under another name, and Aspire has to know: call it podman."]); }

        if (version.Number("Client") is not { } own)
        {
            return (null, [$"docker does not answer `docker version`: {client.Version.LastLine()}"]);
        }

        if (version?["Server"] is null || !client.Info.Succeeded)
        {
            var answer = client.Version.LastLine();
            return (null, [$"docker {own} reaches no engine ({answer}): start Docker's engine, let this user use it, or install Podman."]);
        }

        (bool Applies, string Text)[] faults =
        [
            (own.Major < 23, "is too old, Aspire's orchestrator takes it for unhealthy: install Docker 23 or later, or Podman."),
            (client.Buildx is not { Succeeded: true },
                "has no buildx, which builds the image of Aspire's container tunnel: install the package docker-buildx-plugin, or Podman."),
        ];
        var texts = from fault in faults where fault.Applies select $"docker {own} {fault.Text}";
        var engine = version.Number("Server") ?? own; // that of Docker Desktop may say "master"
        return (new("docker", engine, NeedsBundle: false), [.. texts]);
    }

    private static (ContainerRuntime? Runtime, string[] Faults) Podman(ContainerClient client)
    {
        var version = client.Version.Json();
        if ((version.Number("Server") ?? version.Number("Client")) is not { } engine || !client.Info.Succeeded)
        {
            var answer = client.Version.Succeeded ? client.Info : client.Version;
            return (null, [$"podman does not answer `podman info`: {answer.LastLine()}"]);
        }

        return engine.Major < 4
            ? (null, [$"podman {engine} is too old for Aspire: install Podman 4 or later."])
            : (new("podman", engine, NeedsBundle: engine.Major == 4), []);
    }
}

/// <summary>How what a client wrote is read.</summary>
internal static class AnswerExtensions
{
    /// <summary>Returns the JSON in an answer, on one line or on many; beside it stand warnings and errors.</summary>
    public static JsonNode? Json(this Answer answer)
    {
        var lines = answer.Output.Split('\n');
        var (first, last) = (Array.FindIndex(lines, IsJson), Array.FindLastIndex(lines, IsJson));
        return first < 0 ? null : JsonNode.Parse(string.Join('\n', lines[first..(last + 1)]));
    }

    /// <summary>Returns the version of a client or an engine, like 20.10.24+dfsg1 or 5.0.0-dev.</summary>
    public static Version? Number(this JsonNode? answer, string part) =>
        Version.TryParse(((string?)answer?[part]?["Version"])?.Split('-', '+', '~')[0], out var version) ? version : null;

    /// <summary>Returns the last line that is no JSON.</summary>
    public static string LastLine(this Answer answer) =>
        answer.Output.Split('\n').LastOrDefault(line => line.Trim().Length > 0 && !IsJson(line)) ?? $"exit code {answer.Exit}";

    // The first and the last line of an object, or all of it.
    private static bool IsJson(string line) => line.StartsWith('{') || line.StartsWith('}');
}

using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>What works on a developer's machine and nowhere else.</summary>
public static partial class ObjectValidator
{
    // The components that read or write files, and the metadata item that has the path (components-contrib v1.18).
    private static readonly Dictionary<string, (string Item, string Use)> _files = new(StringComparer.OrdinalIgnoreCase)
    {
        ["secretstores.local.file"] = ("secretsFile", "reads the file"),
        ["crypto.dapr.localstorage"] = ("path", "reads its keys from"),
        ["bindings.localstorage"] = ("rootPath", "reads and writes files in"),
        ["state.sqlite"] = ("connectionString", "keeps its data in"),
        ["bindings.wasm"] = ("url", "reads the file"),
        ["middleware.http.wasm"] = ("url", "reads the file"),
    };

    /// <summary>Returns a warning where an address is that of whoever uses it: in a pod, or in a container, daprd itself.</summary>
    /// <param name="subject">Whose address it is.</param>
    /// <param name="what">What has it.</param>
    /// <param name="text">The address, or a text with one in it. It is not in the message: it may hold a password.</param>
    /// <param name="member">The member of the model that has it.</param>
    /// <param name="example">An address that would do.</param>
    internal static IEnumerable<Diagnostic> Loopback(
        string subject, string what, string text, string? member = null, string example = "redis.shop.svc.cluster.local")
    {
        if (LoopbackHost().Match(text) is { Success: true } host)
        {
            yield return DiagnosticRules.Loopback.For(subject,
                $"{what} names {host.Value}, which is daprd's own pod and nothing beside it.",
                $"Name the Service, for example {example}.",
                member);
        }
    }

    /// <summary>What a component is in the pods of a shared daprd: a file that they do not have, a disk of each, a timer in each.</summary>
    internal static IEnumerable<Diagnostic> InPods(
        string subject, string type, IEnumerable<(string Name, string Value)> literals, SharedDaprd daprd)
    {
        if (_files.TryGetValue(type, out var file)
            && literals.FirstOrDefault(item => item.Name.Equals(file.Item, StringComparison.OrdinalIgnoreCase)).Value is { } value
            && PathIn(value) is { } path && !IsMounted(path, daprd.Pod))
        {
            yield return DiagnosticRules.LocalOnly.For(subject,
                $"type '{type}' {file.Use} '{path}', and the pods of '{daprd.DisplayName}' have no volume there, only a file system that "
                    + "nobody writes to.",
                "Mount a volume there, or use a component with a back end (for secrets secretKeyRef).",
                nameof(DaprComponent.Type));
        }

        // Each daprd has a timer of its own (seen with daprd 1.18.3: two replicas, two calls).
        if (type.Equals("bindings.cron", StringComparison.OrdinalIgnoreCase) && daprd.IsReplicated)
        {
            var number = daprd.Strategy == SharedStrategy.DaemonSet ? "there is one on every node" : $"there are {daprd.MaxReplicas}";
            yield return DiagnosticRules.EachDaprd.For(subject,
                $"type '{type}' fires in each daprd of '{daprd.DisplayName}', and {number}.",
                "Use a job of the scheduler, which fires once, or a Deployment of one replica.",
                nameof(DaprComponent.Type));
        }
    }

    // The file of a path, of a file: URL, or of SQLite's connection string; nothing for another URL.
    private static string? PathIn(string value) => FileUrl().Match(value) is { Success: true } url ? url.Groups[1].Value
        : value.Contains("://", StringComparison.Ordinal) ? null
        : value;

    private static bool IsMounted(string path, PodSettings pod)
    {
        var full = Path.GetFullPath(path, "/");
        return pod.VolumeMounts.Any(mount => full.StartsWith($"{mount.MountPath?.TrimEnd('/')}/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<![\w.-])(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|(?<!:)::1)(?![\w.-])", RegexOptions.IgnoreCase)]
    private static partial Regex LoopbackHost();

    [GeneratedRegex(@"^file:(?://)?([^?]*)", RegexOptions.IgnoreCase)]
    private static partial Regex FileUrl();
}

using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>A setting of daprd: an argument, or the annotation that the sidecar injector makes one of.</summary>
/// <param name="Name">The flag, without dashes.</param>
/// <param name="Value">The value.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record FoundSetting(string Name, string Value, YamlNode Node)
{
    /// <summary>Gets a value indicating whether the value stands there, and not in a variable.</summary>
    public bool IsKnown => Stands(Value);

    /// <summary>Says whether a value is what stands there: of <c>$(NAME)</c> Kubernetes makes that of another variable.</summary>
    public static bool Stands(string value) => !value.Contains("$(", StringComparison.Ordinal);
}

/// <summary>A daprd of the input: a container that somebody wrote, or one that the sidecar injector will add.</summary>
internal sealed partial record FoundDaprd
{
    private const string Prefix = "dapr.io/";

    // Hidden, deprecated or for one run only (dapr v1.18.3 cmd/daprd/options/options.go and dapr/kit logger), and klog's.
    private static readonly string[] _switches = ["app-ssl", "build-info", "enable-profiling", "help", "version", "wait"];

    private static readonly HashSet<string> _otherFlags =
    [
        .. _switches, "actors-service", "components-path", "control-plane-namespace", "control-plane-trust-domain",
        "dapr-http-max-request-size", "dapr-http-read-buffer-size", "kubeconfig", "log-file", "reminders-service", "unix-domain-socket",
    ];

    private static readonly string[] _loopback = ["127.0.0.1", "::1", "[::1]", "localhost"];

    public required Workload Workload { get; init; }

    /// <summary>Gets its container, or <see langword="null"/> where the sidecar injector adds it.</summary>
    public Container? Container { get; init; }

    public required IReadOnlyDictionary<string, FoundSetting> Settings { get; init; }

    /// <summary>Gets what looks like a flag and is none that the table knows.</summary>
    public IReadOnlyList<FoundSetting> Unknown { get; init; } = [];

    public bool IsInjected => Container is null;

    public ManifestObject Object => Workload.Object;

    /// <summary>Gets the app-id, or nothing where it is in a variable.</summary>
    public string AppId => Settings.TryGetValue("app-id", out var setting) && setting.IsKnown ? setting.Value : "";

    /// <summary>Gets what a message calls it.</summary>
    public string Name => AppId.Length > 0 ? AppId : Object.Name;

    public ImageReference Image =>
        Container?.Image ?? ImageReference.Of(Workload.Annotations.GetValueOrDefault("dapr.io/sidecar-image", ""));

    public Version? Version => Image.Version;

    /// <summary>
    /// Gets a value indicating whether its app is somewhere else: nothing else is in the pod, or it is told where the app is. What is in
    /// the pod of an injected one is the app that it has a port of.
    /// </summary>
    public bool IsShared => (Value("app-channel-address") is { Length: > 0 } host && !IsLoopback(host))
        || (IsInjected
            ? Settings.TryGetValue("dapr-listen-addresses", out var addresses) && !ListensOnLoopback(addresses.Value)
                && Value("app-port") is "" or "0"
            : Workload.Containers.All(other => other == Container || other.IsInit));

    public bool IsInCluster => IsInjected || Value("mode") == "kubernetes";

    public string Value(string flag) => Settings.TryGetValue(flag, out var setting) ? setting.Value : "";

    public YamlNode? NodeOf(string flag) => Settings.TryGetValue(flag, out var setting) ? setting.Node : Container?.Node;

    /// <summary>Gets where a setting stands, or would stand.</summary>
    public string Field(string flag) => Container?.Field($"args[--{flag}]")
        ?? Workload.Field($"metadata.annotations[{Prefix}{AnnotationOf(flag) ?? flag}]");

    public static bool IsLoopback(string host) => _loopback.Contains(host.Trim(), StringComparer.OrdinalIgnoreCase);

    public static bool ListensOnLoopback(string addresses) => addresses.Length > 0 && addresses.Split(',').All(IsLoopback);

    /// <summary>Returns the number of a port that it listens on.</summary>
    public int Port(DaprdPort port) =>
        int.TryParse(Value(port.Flag), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : port.IsDaprdsDefault || IsInjected ? port.Number
        : 0;

    // Two containers of the same text are still two.
    public bool Equals(FoundDaprd? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static string? AnnotationOf(string flag) => DaprdOptionTable.All.FirstOrDefault(option => option.Flag == flag)?.Annotation;

    /// <summary>Finds the daprds of a workload whose flags can be read.</summary>
    public static IEnumerable<FoundDaprd> In(Workload workload)
    {
        List<Container> written = [.. workload.Containers.Where(IsDaprd)];
        return written.Count > 0 ? from container in written
                                   where container.Command is not null
                                   select Written(workload, container, container.Command!)
            : IsEnabled(workload.Annotations) ? [Injected(workload)]
            : [];
    }

    /// <summary>Finds the containers of a workload that are daprds with flags that only a shell knows.</summary>
    public static IEnumerable<Container> UnreadIn(Workload workload) =>
        workload.Containers.Where(container => container.Command is null && IsDaprd(container));

    /// <summary>Says whether the injector serves a pod.</summary>
    public static bool IsEnabled(IReadOnlyDictionary<string, string> annotations) =>
        FoundValue.IsTrue(annotations.GetValueOrDefault($"{Prefix}enabled", ""));

    private static bool IsDaprd(Container container) =>
        container.Image.Repository == "daprd"
        || (container.Command is { } words
            ? ProgramIn(words) is not null
                || (words.Any(word => Flag(word.Text) == "app-id") && words.Any(word => Flag(word.Text).StartsWith("dapr-"))
                    && words[0].Text.Split('/')[^1] != "dapr")
            : !container.IsInit && Program().IsMatch(CommandLine.Script(container.Words)?.Value ?? ""));

    // The first word, what exec or -- begins, or a path with flags behind it. Elsewhere it is what another program is about, as in
    // "kubectl logs -c daprd -f" and "cp /daprd /shared". The CLI, dapr, has flags of the same names.
    private static int? ProgramIn(IReadOnlyList<Word> words) =>
        (from i in Enumerable.Range(0, words.Count)
         let text = words[i].Text
         where text.Split('/')[^1] == "daprd"
         where i == 0 || words[i - 1].Text is "exec" or "--"
            || (text.Contains('/', StringComparison.Ordinal) && words.ElementAtOrDefault(i + 1)?.Text is ['-', ..])
         select (int?)i).FirstOrDefault();

    [GeneratedRegex(@"(^\s*|[;&|(]\s*|\bexec\s+|\s--\s+|/)daprd\s+-", RegexOptions.Multiline)]
    private static partial Regex Program();

    private static string Flag(string? word) => word is ['-', ..] ? word.TrimStart('-').Split('=')[0] : "";

    private static FoundDaprd Written(Workload workload, Container container, IReadOnlyList<Word> command)
    {
        var known = DaprdOptionTable.All.ToDictionary(option => option.Flag);
        Dictionary<string, FoundSetting> settings = [];
        List<FoundSetting> unknown = [];
        // Before daprd there may be a shell's exec, or a debugger with flags of its own (dapr.io/enable-debug).
        List<Word> words = [.. command.Skip(ProgramIn(command) ?? 0)];
        for (var i = 0; i < words.Count; i++)
        {
            if (Flag(words[i].Text) is not { Length: > 0 } flag)
            {
                continue;
            }

            // pflag takes the next word as the value, also one that begins with a dash ("-1" of the injector's); a switch is on by being
            // there. What follows a flag that no daprd has, nobody can say.
            var option = known.GetValueOrDefault(flag);
            var (text, node) = words[i];
            var value = text.Contains('=') ? text[(text.IndexOf('=') + 1)..]
                : option?.Type == DaprdOptionType.Boolean || _switches.Contains(flag) ? "true"
                : i + 1 < words.Count && (option is not null || _otherFlags.Contains(flag) || words[i + 1].Text is not ['-', ..])
                ? words[++i].Text
                : "";
            var setting = new FoundSetting(flag, FoundValue.OfFlag(option, value), node);
            if (option is null && !_otherFlags.Contains(flag))
            {
                unknown.Add(setting);
            }

            settings[flag] = setting;
        }

        return new() { Workload = workload, Container = container, Settings = settings, Unknown = unknown };
    }

    private static FoundDaprd Injected(Workload workload) => new()
    {
        Workload = workload,
        Settings =
            (from annotation in workload.Object.Root.PairsAt([.. workload.TemplatePath, "metadata", "annotations"])
             where annotation.Key.StartsWith(Prefix, StringComparison.Ordinal)
             from option in DaprdOptionTable.All
             where option.Annotation == annotation.Key[Prefix.Length..]
             select new FoundSetting(option.Flag, FoundValue.OfAnnotation(option, annotation.Value.TextAt()), annotation.Value))
            .ToDictionary(setting => setting.Name),
    };
}

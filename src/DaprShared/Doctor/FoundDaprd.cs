using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>A setting of daprd: an argument, or the annotation that the sidecar injector makes one of.</summary>
/// <param name="Name">The flag, without dashes.</param>
/// <param name="Value">The value.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record FoundSetting(string Name, string Value, YamlNode Node)
{
    /// <summary>Gets a value indicating whether the value stands there, and not in a variable.</summary>
    public bool IsKnown => !Value.Contains("$(", StringComparison.Ordinal);
}

/// <summary>A daprd of the input: a container that somebody wrote, or one that the sidecar injector will add.</summary>
internal sealed record FoundDaprd
{
    private const string Prefix = "dapr.io/";

    private static readonly string[] _loopback = ["127.0.0.1", "::1", "[::1]", "localhost"];

    public required Workload Workload { get; init; }

    /// <summary>Gets its container, or <see langword="null"/> where the sidecar injector adds it.</summary>
    public Container? Container { get; init; }

    public required IReadOnlyDictionary<string, FoundSetting> Settings { get; init; }

    /// <summary>Gets what looks like a flag and is none that the table knows.</summary>
    public IReadOnlyList<FoundSetting> Unknown { get; init; } = [];

    public bool IsInjected => Container is null;

    public ManifestObject Object => Workload.Object;

    public string AppId => Value("app-id");

    /// <summary>Gets what a message calls it.</summary>
    public string Name => AppId.Length > 0 ? AppId : Object.Name;

    public ImageReference Image =>
        Container?.Image ?? ImageReference.Of(Workload.Annotations.GetValueOrDefault("dapr.io/sidecar-image", ""));

    public Version? Version => Image.Version;

    /// <summary>
    /// Gets a value indicating whether its app is somewhere else: nothing else is in the pod, or it is told where the app is.
    /// </summary>
    public bool IsShared => Settings.TryGetValue("app-channel-address", out var host) && !IsLoopback(host.Value)
        || (IsInjected
            ? Settings.TryGetValue("dapr-listen-addresses", out var addresses) && !ListensOnLoopback(addresses.Value)
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

    /// <summary>Finds the daprds of a workload.</summary>
    public static IEnumerable<FoundDaprd> In(Workload workload)
    {
        List<FoundDaprd> written = [.. workload.Containers.Where(IsDaprd).Select(container => Written(workload, container))];
        return written.Count > 0 ? written : IsEnabled(workload.Annotations) ? [Injected(workload)] : [];
    }

    /// <summary>Says whether the injector serves a pod (dapr v1.18.3 pkg/injector/patcher/sidecar.go, dapr/kit utils.IsTruthy).</summary>
    public static bool IsEnabled(IReadOnlyDictionary<string, string> annotations) =>
        annotations.GetValueOrDefault($"{Prefix}enabled", "").Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "T" or "ON" or "1";

    private static bool IsDaprd(Container container) =>
        container.Image.Repository == "daprd"
        || (container.Words is [{ Value: { } command }, ..] && command.Split('/')[^1] == "daprd")
        || (container.Words.Any(word => Flag(word.Value) == "app-id") && container.Words.Any(word => Flag(word.Value).StartsWith("dapr-")));

    private static string Flag(string? word) => word is ['-', ..] ? word.TrimStart('-').Split('=')[0] : "";

    private static FoundDaprd Written(Workload workload, Container container)
    {
        var known = DaprdOptionTable.All.ToDictionary(option => option.Flag);
        Dictionary<string, FoundSetting> settings = [];
        List<FoundSetting> unknown = [];
        var words = container.Words;
        for (var i = 0; i < words.Count; i++)
        {
            if (Flag(words[i].Value) is not { Length: > 0 } flag)
            {
                continue;
            }

            // pflag takes the next word as the value, but for a switch, which is on by being there.
            var option = known.GetValueOrDefault(flag);
            var text = words[i].Value!;
            var value = text.Contains('=') ? text[(text.IndexOf('=') + 1)..]
                : option?.Type == DaprdOptionType.Boolean ? "true"
                : i + 1 < words.Count && words[i + 1].Value is not ['-', ..] ? words[++i].Value ?? ""
                : "";
            var setting = new FoundSetting(flag, value, words[i]);
            if (option is null)
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
             select new FoundSetting(option.Flag, annotation.Value.TextAt(), annotation.Value)).ToDictionary(setting => setting.Name),
    };
}

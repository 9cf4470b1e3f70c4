using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>An object that has pods, or is one.</summary>
/// <param name="Object">The object.</param>
/// <param name="TemplatePath">Where the template of its pods is.</param>
internal sealed record Workload(ManifestObject Object, IReadOnlyList<string> TemplatePath)
{
    private static readonly Dictionary<string, string[]> _templates = new(StringComparer.Ordinal)
    {
        ["Pod"] = [],
        ["Deployment"] = ["spec", "template"],
        ["DaemonSet"] = ["spec", "template"],
        ["StatefulSet"] = ["spec", "template"],
        ["ReplicaSet"] = ["spec", "template"],
        ["ReplicationController"] = ["spec", "template"],
        ["Rollout"] = ["spec", "template"],
        ["Job"] = ["spec", "template"],
        ["CronJob"] = ["spec", "jobTemplate", "spec", "template"],
    };

    public static Workload? Of(ManifestObject item) =>
        item.IsKnative ? new(item, ["spec", "template"])
        : _templates.TryGetValue(item.Kind, out var path) ? new(item, path)
        : null;

    public bool Equals(Workload? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Object.GetHashCode();

    public bool IsDaemonSet => Object.Kind == "DaemonSet";

    public IReadOnlyDictionary<string, string> Labels { get; } = Object.Root.MapAt([.. TemplatePath, "metadata", "labels"]);

    public IReadOnlyDictionary<string, string> Annotations { get; } = Object.Root.MapAt([.. TemplatePath, "metadata", "annotations"]);

    public IReadOnlyList<Container> Containers { get; } =
    [
        .. from list in (string[])["containers", "initContainers"]
           from node in Object.Root.ItemsAt([.. TemplatePath, "spec", list]).OfType<YamlMappingNode>()
           select new Container(node, $"{string.Join('.', [.. TemplatePath, "spec", list])}", list == "initContainers"),
    ];

    public YamlNode? Spec(params IEnumerable<string> path) => Object.Root.At([.. TemplatePath, "spec", .. path]);

    public string Account => Spec().TextAt("serviceAccountName") is { Length: > 0 } name ? name : "default";

    public string Field(string field) => string.Join('.', [.. TemplatePath, field]);

    /// <summary>The number of pods; <see langword="null"/> where an autoscaler or the number of nodes decides.</summary>
    public int? Replicas => IsDaemonSet ? null
        : int.TryParse(Object.Root.TextAt("spec", "replicas"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : 1;
}

/// <summary>A container of a pod.</summary>
/// <param name="Node">The container.</param>
/// <param name="List">Where the list is that it stands in.</param>
/// <param name="IsInit">Whether it is an init container.</param>
internal sealed record Container(YamlMappingNode Node, string List, bool IsInit)
{
    public string Name => Node.TextAt("name");

    public ImageReference Image { get; } = ImageReference.Of(Node.TextAt("image"));

    /// <summary>The command with its arguments.</summary>
    public IReadOnlyList<YamlScalarNode> Words { get; } =
        [.. Node.ItemsAt("command").Concat(Node.ItemsAt("args")).OfType<YamlScalarNode>()];

    /// <summary>Gets what it runs, or <see langword="null"/> where only a shell knows that.</summary>
    public IReadOnlyList<Word>? Command => field ??= CommandLine.Of(Words);

    public string Field(string field) => $"{List}[{Name}].{field}";

    public bool Equals(Container? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

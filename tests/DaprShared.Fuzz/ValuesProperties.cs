using System.Text;
using CsCheck;
using DaprShared.Tool.Chart;
using k8s;

namespace DaprShared.Fuzz;

/// <summary>Values files: keys of the chart with values of their type or of any other, and slips.</summary>
public class ValuesProperties
{
    [Fact]
    public void Values_become_manifests_or_diagnostics() =>
        Files.WithSlips().Holds(100, values => ToolRun.Render(values, "render", "-f", "-"), values => values);

    [Fact]
    public void Two_values_files_become_manifests_or_diagnostics()
    {
        Gen.Select(Files, Files.WithSlips()).Holds(20, Render, files => $"{files.Item1}\n--- and ---\n{files.Item2}");

        static void Render((string First, string Second) files)
        {
            var file = Path.GetTempFileName();
            File.WriteAllBytes(file, Encoding.UTF8.GetBytes(files.First));
            ToolRun.Render(files.Second, "render", "-f", file, "-f", "-", "-n", "shop");
            File.Delete(file);
        }
    }

    private static readonly (string Name, string Value)[] _names =
    [
        ("appId", "orders"), ("strategy", "deployment"), ("remoteURL", "orders"), ("pullPolicy", "Always"), ("tag", "1.18.2"),
        ("digest", $"sha256:{new string('a', 64)}"), ("internalTrafficPolicy", "Cluster"), ("type", "NodePort"), ("level", "debug"),
    ];

    private static Gen<(string Key, Node Value)> Entry { get; } = Gen.OneOf(ChartKeyTable.All.ToArray()).SelectMany(row =>
        Gen.Frequency((6, Right(row)), (1, Inputs.Scalar), (1, Inputs.Any)).Select(value => (row.Key, value)));

    // Most have an app-id, without which nothing else is seen.
    private static Gen<string> Files { get; } = Gen.Select(
        Entry.Array[0, 8],
        Gen.Frequency((9, "orders"), (1, "Shop.Orders"), (1, "")),
        Gen.Frequency((20, ""), (1, "shared.unknown"), (1, "unknown"), (1, "shared.daprd.options.x")),
        (entries, appId, unknown) =>
        {
            var tree = new Tree();
            foreach (var (key, value) in entries)
            {
                tree.Put(key.Split('.'), value);
            }

            if (appId.Length > 0) { tree.Put(["shared", "appId"], Node.Of(appId)); }
            if (unknown.Length > 0) { tree.Put(unknown.Split('.'), Node.Of("1")); }
            return tree.ToNode().Document();
        });

    private static Gen<Node> Right(ChartKey row) => row.Type switch
    {
        "number" => Gen.OneOf("0", "1", "2", "3", "80", "8080", "3500", "65535", "-1").Select(Node.Of),
        "boolean" => Gen.OneOf("true", "false").Select(Node.Of),
        "quantity" => Gen.OneOf("4Mi", "\"8\"", "16", "1Gi", "500m").Select(Node.Of),
        "map" => Gen.Select(Gen.OneOf("a", "example.org/x", "team"), Gen.OneOf("b", "\"1\"", "\"a b\""), (key, value) =>
            (Node)new Node.Map([(key, Node.Of(value))])),
        "list" or "list of text" => Gen.OneOf("a", "b", "config", "--x=y").Array[0, 3]
            .Select(items => (Node)new Node.List([.. items.Select(Node.Of)])),
        "text" when _names.FirstOrDefault(name => name.Name == row.Key.Split('.')[^1]).Value is { } known => Gen.Const(Node.Of(known)),
        "text" => Gen.OneOf("orders", "\"\"", "debug", "info", "30s", "shop", "/healthz", "http", "grpc", "\"0.5\"", "a,b", "orders:80")
            .Select(Node.Of),
        ['l', 'i', 's', 't', ' ', 'o', 'f', ' ', .. var item] => Value(typeof(List<>).MakeGenericType(TypeOf(item)), 0),
        var kubernetes => Value(TypeOf(kubernetes), 0),
    };

    private static Type TypeOf(string name) => typeof(k8s.Models.V1Pod).Assembly.GetType($"k8s.Models.V1{name}", throwOnError: true)!;

    // A value of a type of the Kubernetes API, with some of its fields.
    private static Gen<Node> Value(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? Gen.OneOf("a", "NoSchedule", "Exists", "In", "\"1\"", "kubernetes.io/hostname").Select(Node.Of)
            : type == typeof(bool) ? Gen.OneOf("true", "false").Select(Node.Of)
            : type == typeof(int) || type == typeof(long) ? Gen.OneOf("0", "1", "1000", "100").Select(Node.Of)
            : type == typeof(k8s.Models.ResourceQuantity) ? Gen.OneOf("1", "100m", "64Mi", "\"2\"", "1e3").Select(Node.Of)
            : type == typeof(DateTime) ? Gen.Const(Node.Of("\"2026-11-23T00:00:00Z\""))
            : depth > 5 || !type.IsGenericType && _options.GetTypeInfo(type).Properties.Count == 0 ? Inputs.Scalar
            : type.IsGenericType && type.GetGenericArguments() is [var item]
                ? Gen.Int[0, 2].SelectMany(count => Value(item, depth + 1).Array[count]).Select(items => (Node)new Node.List(items))
            : type.IsGenericType && type.GetGenericArguments() is [_, var value]
                ? Gen.Select(Gen.OneOf("a", "example.org/b", "cpu", "memory"), Value(value, depth + 1), (key, entry) =>
                    (Node)new Node.Map([(key, entry)]))
            : Fields(type, depth);
    }

    private static Gen<Node> Fields(Type type, int depth) =>
        Gen.Shuffle(_options.GetTypeInfo(type).Properties.ToArray(), 0, 3).SelectMany(fields => fields.Aggregate(
            Gen.Const(Array.Empty<(string, Node)>()),
            (so, field) => Gen.Select(so, Gen.Frequency((12, Value(field.PropertyType, depth + 1)), (1, Inputs.Any)), (entries, value) =>
                entries.Append((field.Name, value)).ToArray())))
            .Select(entries => (Node)new Node.Map(entries));

    private static readonly System.Text.Json.JsonSerializerOptions _options = Options();

    private static System.Text.Json.JsonSerializerOptions Options()
    {
        System.Text.Json.JsonSerializerOptions options = null!;
        KubernetesJson.AddJsonOptions(client => options = client);
        return options;
    }

    // Keys with dots, nested.
    private sealed class Tree
    {
        private readonly SortedDictionary<string, object> _below = new(StringComparer.Ordinal);

        public void Put(ReadOnlySpan<string> path, Node value)
        {
            if (path.Length == 1)
            {
                _below[path[0]] = value;
            }
            else
            {
                if (_below.GetValueOrDefault(path[0]) is not Tree tree)
                {
                    _below[path[0]] = tree = new();
                }

                tree.Put(path[1..], value);
            }
        }

        public Node.Map ToNode() => new(
            [.. _below.Select(entry => (entry.Key, entry.Value is Tree tree ? tree.ToNode() : (Node)entry.Value))]);
    }
}

namespace DaprShared.Benchmarks;

/// <summary>
/// What Helm takes for the same: the official Dapr Shared chart where <c>DAPR_SHARED_CHART</c> names its folder, else a chart with the same
/// objects, written by the renderer itself, in which only the app-id is a value.
/// </summary>
internal sealed class HelmChart : IDisposable
{
    private const string AppId = "the-app-id";
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-chart-").FullName;
    private readonly string _helm;
    private readonly string? _official = Environment.GetEnvironmentVariable("DAPR_SHARED_CHART");

    public HelmChart(string helm)
    {
        _helm = helm;
        if (_official is not null)
        {
            return;
        }

        Directory.CreateDirectory(Path.Combine(_folder, "templates"));
        File.WriteAllText(Path.Combine(_folder, "Chart.yaml"), "apiVersion: v2\nname: benchmark\nversion: 1.0.0\n");
        File.WriteAllText(Path.Combine(_folder, "values.yaml"), $"appId: {AppId}\n");
        foreach (var (i, manifest) in Rendering.Render(AppId).Split("---\n").Index())
        {
            File.WriteAllText(Path.Combine(_folder, "templates", $"{i}.yaml"),
                manifest.Replace(AppId, "{{ .Values.appId }}", StringComparison.Ordinal));
        }

        // Both sides do the same work, or nothing is compared.
        var rendered = Run().Split('\n').Where(line => line is not "---" && !line.StartsWith('#'));
        if (!rendered.Order().SequenceEqual(Rendering.Render("app0").Split('\n').Where(line => line != "---").Order()))
        {
            throw new InvalidOperationException($"{helm} renders something else than we do.");
        }
    }

    public string Name => $"`helm template` of {(_official is null ? "the same objects" : "the official chart")}";

    public void Template() => Run();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Run() => _official is null
        ? Programs.Output(_helm, "template", "app0", _folder, "--set", "appId=app0")
        : Programs.Output(_helm, "template", "app0", _official, "--values", Tool.Values);
}

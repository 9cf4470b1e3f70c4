namespace DaprShared.Benchmarks;

/// <summary>Many app-ids in one process: model, objects, text.</summary>
internal static class Rendering
{
    public static string Render(string appId)
    {
        var daprd = new SharedDaprd { AppId = appId, App = new("app", "8080") };
        return ManifestYaml.WriteAll(KubernetesObjects.Build(daprd, new() { Namespace = "shop" }));
    }

    /// <summary>Returns the manifests of so many.</summary>
    public static List<string> RenderMany(int appIds) => [.. Enumerable.Range(0, appIds).Select(i => Render($"app{i}"))];
}

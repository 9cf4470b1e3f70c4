using System.Diagnostics;
using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>Many app-ids in one process: model, objects, text.</summary>
internal static class Rendering
{
    public const int AppIds = 500;

    public static string Render(string appId)
    {
        var daprd = new SharedDaprd { AppId = appId, App = new("app", "8080") };
        return ManifestYaml.WriteAll(KubernetesObjects.Build(daprd, new() { Namespace = "shop" }));
    }

    public static void RenderAll() => RenderMany(AppIds);

    /// <summary>Returns the peak of this process in bytes, with all manifests in its memory.</summary>
    public static long PeakMemoryOf(int appIds)
    {
        var manifests = RenderMany(appIds);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        GC.KeepAlive(manifests);
        return peak;
    }

    /// <summary>Returns the peak of a process that does only that, in megabytes.</summary>
    public static double PeakMemoryOfProcess() =>
        double.Parse(Programs.Output("dotnet", typeof(Rendering).Assembly.Location, "memory"), CultureInfo.InvariantCulture) / 1_000_000;

    private static List<string> RenderMany(int appIds) => [.. Enumerable.Range(0, appIds).Select(i => Render($"app{i}"))];
}

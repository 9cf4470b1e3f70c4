using System.Runtime.InteropServices;
using DaprShared.Benchmarks;

// Measured by a process of its own, so that nothing else is in its memory.
if (args is ["memory"])
{
    Console.WriteLine(Rendering.PeakMemoryOf(Rendering.AppIds));
    return 0;
}

if (args is ["publish", "shared" or "plain"])
{
    (args[1] == "shared" ? (Action)AppHosts.PublishShared : AppHosts.PublishPlain)();
    AppHosts.Folder.Delete(recursive: true);
    return 0;
}

static Action Self(params string[] args) => () => Programs.Output("dotnet", [typeof(AppHosts).Assembly.Location, .. args]);

List<Row> rows =
[
    Row.Slowdown("Adding 100 to an AppHost and building the model; plain containers beside it",
        Median.Pair(AppHosts.AddShared, AppHosts.AddPlain, rounds: 15), goal: 5),
    // The runtime compiles a publish again and again in its first rounds, which is neither's time.
    Row.Slowdown("Publishing an AppHost with 100; with plain containers",
        Median.Pair(AppHosts.PublishShared, AppHosts.PublishPlain, rounds: 15, warmUp: 10), goal: 1.5),
    Row.Slowdown("One process that publishes it, from start to end; with plain containers",
        Median.Pair(Self("publish", "shared"), Self("publish", "plain"), rounds: 5, warmUp: 1), goal: null),
    Row.Memory($"Peak memory, {Rendering.AppIds} app-ids rendered in a process", Rendering.PeakMemoryOfProcess(), goal: 200),
];

if (Programs.Find("helm") is { } helm)
{
    using var chart = new HelmChart(helm);
    var render = Median.Of(Rendering.RenderAll, rounds: 15) / Rendering.AppIds;
    var template = Median.Of(chart.Template, rounds: 15);
    rows.Add(Row.Speedup("One app-id of 500 rendered in process; one `helm template`", (render, template), goal: 100));
    foreach (var tool in Programs.Tools())
    {
        rows.Add(Row.Slowdown($"One `dapr-shared render` process, {tool.Kind}; one `helm template`",
            Median.Pair(tool.Render, chart.Template, rounds: 15), goal: tool.Goal));
    }
}
else
{
    Console.WriteLine("helm is not on PATH, so what is compared with it is left out.");
}

AppHosts.Folder.Delete(recursive: true);
Console.WriteLine($"\n{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; medians\n");
Console.WriteLine(Row.Table(rows));
return rows.All(row => row.IsMet) ? 0 : 1;

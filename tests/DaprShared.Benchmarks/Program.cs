using DaprShared.Benchmarks;

// Measured by a process of its own, so that nothing else is in its memory.
if (args is ["memory"])
{
    Console.WriteLine(Rendering.PeakMemoryOf(Rendering.AppIds));
    return 0;
}

List<Row> rows =
[
    Row.Slowdown("Adding 100 to an AppHost and building the model; plain containers beside it", Median.Pair(AppHosts.AddShared, AppHosts.AddPlain, rounds: 15), goal: 5),
    Row.Slowdown("Publishing an AppHost with 100; with plain containers", Median.Pair(AppHosts.PublishShared, AppHosts.PublishPlain, rounds: 7), goal: 1.5),
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
        rows.Add(Row.Slowdown($"One `dapr-shared render` process, {tool.Kind}; one `helm template`", Median.Pair(tool.Render, chart.Template, rounds: 15), goal: tool.Goal));
    }
}
else
{
    Console.WriteLine("helm is not on PATH, so what is compared with it is left out.");
}

AppHosts.Folder.Delete(recursive: true);
Console.WriteLine($"\n{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; medians\n");
Console.WriteLine(Row.Table(rows));
return rows.All(row => row.IsMet) ? 0 : 1;

using System.Globalization;
using System.Runtime.InteropServices;
using DaprShared.Benchmarks;

const int RenderedAtOnce = 500;
int[] numbers = [10, 100, 1000];

// What is measured as a whole process, or has to have the memory for itself; it answers with its peak.
if (args is ["render" or "publish shared" or "publish plain", var number])
{
    var count = int.Parse(number, CultureInfo.InvariantCulture);
    var keep = args[0] == "render" ? Rendering.RenderMany(count) : AppHosts.PublishIn(count, isShared: args[0] == "publish shared");
    AppHosts.Folder.Delete(recursive: true);
    Console.WriteLine(Programs.Peak());
    GC.KeepAlive(keep);
    return 0;
}

List<Row> rows = [];
void Add(Row row)
{
    rows.Add(row);
    Console.WriteLine($"{row.What}, n = {row.N}: {row.Result}{(row.IsMet ? "" : ", NOT MET")}"); // all of it takes minutes
}

if (args.Contains("figures")) { Figures(); }

if (args.Contains("starts"))
{
    foreach (var row in Starts.Rows([1, 10, 30], rounds: 3)) { Add(row); }
}
else
{
    Console.WriteLine("Containers were not asked for (dotnet run build.cs -- bench prepares them), so starts are left out.");
}

AppHosts.Folder.Delete(recursive: true);
Console.WriteLine($"\n{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; medians; n: so many app-ids\n");
Console.WriteLine(Row.Table(rows));
return rows.All(row => row.IsMet) ? 0 : 1;

void Figures()
{
    List<double> added = [], published = [], rendered = [];
    foreach (var n in numbers)
    {
        var rounds = n > 100 ? 3 : 9;
        var model = Median.Pair(() => AppHosts.Build(n, isShared: true), () => AppHosts.Build(n, isShared: false), rounds);
        var publish = Median.Pair(Programs.Self("publish shared", n), Programs.Self("publish plain", n), rounds, warmUp: 1);
        Add(Row.Slowdown("Adding to an AppHost and building the model; plain containers", n, model, goal: 5));
        Add(Row.Slowdown("A process that publishes to Aspire's chart; plain containers", n, publish, goal: n == 100 ? 1.5 : null));
        added.Add(model.Ours);
        published.Add(publish.Ours);
        rendered.Add(Median.Of(Programs.Self("render", n), rounds: 3));
    }

    Add(Row.Growth("Adding to an AppHost and building the model", numbers, added));
    Add(Row.Growth("A process that publishes to Aspire's chart", numbers, published));
    Add(Row.Growth("A process that renders manifests", numbers, rendered));

    // The runtime compiles a publish again and again in its first rounds, which is neither's time.
    Add(Row.Slowdown("A publish in a process that has published before; plain containers", 100,
        Median.Pair(() => AppHosts.PublishIn(100, true), () => AppHosts.PublishIn(100, false), rounds: 15, warmUp: 10), goal: 1.5));
    var (withShared, withPlain) = (Programs.PeakOf("publish shared", 100), Programs.PeakOf("publish plain", 100));
    Add(Row.Memory("Memory that one daprd adds to a publish, over a plain container", 100, (withShared - withPlain) / 100, goal: 0.3));
    Add(Row.Time("A process that renders manifests", RenderedAtOnce,
        Median.Of(Programs.Self("render", RenderedAtOnce), rounds: 5), goal: 1500));
    Add(Row.Memory("Peak memory of that process", RenderedAtOnce, Programs.PeakOf("render", RenderedAtOnce), goal: 150));

    if (Programs.Find("helm") is { } helm)
    {
        using var chart = new HelmChart(helm);
        var render = Median.Of(() => Rendering.RenderMany(RenderedAtOnce), rounds: 15) / RenderedAtOnce;
        Add(Row.Speedup($"One app-id of {RenderedAtOnce} rendered in process; {chart.Name}", 1,
            (render, Median.Of(chart.Template, rounds: 15)), goal: 100));
        foreach (var tool in Programs.Tools())
        {
            Add(Row.Slowdown($"`dapr-shared render`, {tool.Kind}; {chart.Name}", 1,
                Median.Pair(tool.Render, chart.Template, rounds: 15), tool.Goal));
        }
    }
    else
    {
        Console.WriteLine("helm is not on PATH, so what is compared with it is left out.");
    }
}

#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The step <c>summarize-dapr-shared</c>, the last one of <c>aspire publish</c>: which daprds are where and with what, which warnings there
/// were, and what comes next. The Aspire CLI shows it at the very end; without it, it is in the log. Plain manifests say it themselves,
/// because they are written by a step of their own too.
/// </summary>
internal static class PublishSummary
{
    public const string StepName = "summarize-dapr-shared";
    private const string Title = "Dapr Shared";

    // What fits on a screen, and on a line of it.
    private const int Rows = 20, Names = 40;

    public static void AddStep(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(
            StepName,
            context => SayAsync(context, [.. Published(context.Model).Where(daprd => daprd.Target != PlainManifests.Target)]),
            requiredBy: WellKnownPipelineSteps.Publish);
        pipeline.AddPipelineConfiguration(context =>
        {
            var own = context.Steps.Single(step => step.Name == StepName);
            foreach (var step in context.Steps.Where(step => step != own && step.RequiredBySteps.Contains(WellKnownPipelineSteps.Publish)))
            {
                own.DependsOn(step);
            }

            return Task.CompletedTask;
        });
    }

    private static IEnumerable<ResolvedDaprd> Published(DistributedApplicationModel model) =>
        model.Resources.OfType<DaprSharedResource>().Select(ResolvedDaprd.Of);

    /// <summary>Says what has been published.</summary>
    public static async Task SayAsync(PipelineStepContext context, IReadOnlyList<ResolvedDaprd> daprds)
    {
        var nodes = Math.Max(1, context.Services.GetRequiredService<DaprSharedOptions>().Nodes);
        List<(string Key, string Text)> items = [];
        List<string> next = [];
        foreach (var target in daprds.GroupBy(daprd => daprd.Target))
        {
            var place = await target.Key.PlacementAsync(context).ConfigureAwait(false);
            var lines = Lines([.. Table([.. target]), .. NotCalled(target), .. Cost(target, nodes)]);
            items.Add((Title, $"{Count(target.Count())}, {place.Where}{lines}"));
            next.AddRange(place.Next.Except(next));
        }

        if (Warnings(context.Services.GetRequiredService<DiagnosticLog>().Warnings) is { Count: > 0 } warnings)
        {
            items.Add(($"{Title} warnings", Lines(warnings)));
        }

        if (next.Count > 0)
        {
            items.Add(($"{Title}, next", Lines(next)));
        }

        foreach (var (key, text) in items)
        {
            context.Summary.Add(key, text);
        }

        if (items.Count > 0 && !DiagnosticLog.IsDrivenByCli(context.Services.GetRequiredService<IConfiguration>()))
        {
            context.Logger.LogInformation("{Summary}", string.Join('\n', items.Select(item => $"{item.Key}: {item.Text}")));
        }
    }

    /// <summary>Returns a line for all daprds that run in the same way with the same image and the same components.</summary>
    public static IReadOnlyList<string> Table(IReadOnlyCollection<ResolvedDaprd> daprds)
    {
        var groups = daprds
            .OrderBy(daprd => daprd.Daprd.AppId, StringComparer.Ordinal)
            .GroupBy(daprd => (Kind: KindOf(daprd), Image: ImageOf(daprd.Daprd), Components: ComponentsOf(daprd)))
            .OrderByDescending(group => group.Count())
            .ToList();
        string[][] table =
        [
            ["app-ids", "run as", "image", "components"],
            .. from item in groups.Take(Rows)
               select (string[])
               [
                   Short([.. item.Select(daprd => daprd.Daprd.AppId)]), item.Key.Kind, item.Key.Image, item.Key.Components,
               ],
        ];
        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(column => table.Max(line => line[column].Length))];
        var lines = from line in table
                    select string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
        var left = groups.Skip(Rows).Sum(group => group.Count());
        return [.. lines, .. left > 0 ? [$"and {Count(left)} more"] : (string[])[]];
    }

    /// <summary>Returns a line per code: the warning, for the CLI has not shown it; of several the resources.</summary>
    public static IReadOnlyList<string> Warnings(IEnumerable<Diagnostic> warnings) =>
    [
        .. from warning in warnings
           group warning by warning.Rule into code
           orderby code.Key.Code
           let all = code.ToList()
           let names = all.Select(warning => warning.Subject).Distinct().Order(StringComparer.Ordinal)
           select all is [var one] ? one.ToString()["warning ".Length..] : $"{code.Key.Code}: {code.Key.Title}: {Short([.. names])}",
    ];

    private static string KindOf(ResolvedDaprd daprd)
    {
        if (daprd.Target.Mode != DaprdMode.Kubernetes)
        {
            return "service";
        }

        var replicas = daprd.Daprd.Workload.Autoscaling is { } scaling
            ? $"{scaling.MinReplicas} to {scaling.MaxReplicas}"
            : $"{daprd.Daprd.Replicas ?? 1}";
        return daprd.Daprd.Strategy == SharedStrategy.DaemonSet ? "DaemonSet" : $"Deployment x {replicas}";
    }

    private static string ImageOf(SharedDaprd daprd) =>
        daprd.Injection is { PinImage: false } ? "the control plane's" : daprd.Image.ToString();

    private static string ComponentsOf(ResolvedDaprd daprd) =>
        Short([.. daprd.Resource.Components.Select(component => component.Name).Order(StringComparer.Ordinal)]) is { Length: > 0 } names
            ? names
            : "-";

    // Right for an app that calls only, so that it is no warning; it may also be an endpoint that was forgotten.
    private static IEnumerable<string> NotCalled(IEnumerable<ResolvedDaprd> daprds) =>
        Short([.. from daprd in daprds
                  where daprd is { Resource.App: ModelApp, Daprd.App: null }
                  orderby daprd.Daprd.AppId
                  select daprd.Daprd.AppId]) is { Length: > 0 } names
            ? [$"not called by daprd, for the app has no endpoint: {names}"]
            : [];

    private static IEnumerable<string> Cost(IEnumerable<ResolvedDaprd> daprds, int nodes)
    {
        List<CostRow> rows =
        [
            .. from daprd in daprds
               where daprd.Target.Mode == DaprdMode.Kubernetes
               select new CostRow(daprd.Daprd, AppReplicas(daprd.Resource)),
        ];
        return rows.Count > 0 ? [$"daprds (CPU, memory): {CostReport.Write(rows, nodes)}"] : [];
    }

    private static int AppReplicas(DaprSharedResource daprd) =>
        daprd.App is ModelApp { App: var app } ? app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1 : 1;

    private static string Count(int daprds) => daprds == 1 ? "1 daprd" : $"{daprds} daprds";

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"\n    {line}"));

    // As many as fit, the first one always.
    private static string Short(IReadOnlyList<string> names)
    {
        var text = string.Join(", ", names);
        if (text.Length <= Names)
        {
            return text;
        }

        var count = Enumerable.Range(1, names.Count).Last(count => count == 1 || string.Join(", ", names.Take(count)).Length <= Names);
        return count == names.Count ? text : $"{string.Join(", ", names.Take(count))} and {names.Count - count} more";
    }
}

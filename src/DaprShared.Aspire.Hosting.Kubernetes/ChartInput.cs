using Aspire.Hosting.Kubernetes;

namespace DaprShared.Hosting;

/// <summary>What is taken from the publisher's own objects before they are replaced.</summary>
/// <param name="Arguments">The command line.</param>
/// <param name="Values">The Helm expressions of the values of the chart, by variable.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Image">The image of daprd's container, or <see langword="null"/> where the model or the injector decides.</param>
/// <param name="Pem">The trust anchors that are a parameter, and their text.</param>
internal sealed record ChartInput(
    ChartArguments Arguments,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Labels,
    string? Image,
    (object Reference, string Text)? Pem)
{
    /// <summary>Gets the values that are an argument, by flag.</summary>
    public IReadOnlyDictionary<string, string> ByFlag { get; } = ChartValues.All
        .Where(row => row.Flag is not null && Values.ContainsKey(row.Variable))
        .ToDictionary(row => row.Flag!, row => Values[row.Variable]);

    /// <summary>Gets the values that are a quantity of daprd's container.</summary>
    public IEnumerable<((string Resource, bool IsLimit) Quantity, string Expression)> Quantities =>
        from row in ChartValues.All
        where row.Quantity is not null && Values.ContainsKey(row.Variable)
        select (row.Quantity!.Value, Values[row.Variable]);

    /// <summary>Returns what the publisher has made of a reference.</summary>
    public string Resolve(object reference) =>
        Pem is { } pem && ReferenceEquals(pem.Reference, reference) ? pem.Text : Arguments.Resolve(reference);

    /// <summary>Takes it. The values are no longer in the environment then.</summary>
    public static ChartInput Take(ResolvedDaprd daprd, KubernetesResource published)
    {
        var (workload, values) = (published.Workload!, ChartValues.Take(published));
        var generated = workload.PodTemplate.Spec.Containers[0];
        return new(
            ChartArguments.Read(daprd, generated.Args),
            values,
            workload.Metadata.Labels.ToDictionary(label => label.Key, label => ChartText.Helm(label.Value)),
            daprd.Resource.HasImageBuild ? generated.Image : values.GetValueOrDefault(ChartValues.Image),
            daprd.Resource.TrustAnchors?.Pem?.Reference is { } pem && values.TryGetValue(ChartValues.TrustAnchors, out var expression)
                ? (pem, PemOf(daprd, expression))
                : null);
    }

    private static string PemOf(ResolvedDaprd daprd, string expression)
    {
        var required = ChartTemplates.Required(
            $"({ChartText.CodeOf(expression)} | trim)",
            $"The trust anchors of {daprd.Resource.Name} are empty.",
            "--set-file");
        return ChartText.Helm(ChartText.Expression(required));
    }
}

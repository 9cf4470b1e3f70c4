using System.Globalization;
using k8s.Models;

namespace DaprShared;

/// <summary>The type of a daprd option's value.</summary>
public enum DaprdOptionType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A TCP port, 1 to 65535.</summary>
    Port,

    /// <summary>A span of time; daprd takes Go's notation (<c>1m30s</c>).</summary>
    Duration,

    /// <summary>A Kubernetes quantity (<c>4Mi</c>).</summary>
    Quantity,

    /// <summary>Texts, separated by commas.</summary>
    List,
}

/// <summary>Where daprd runs.</summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public enum DaprdMode
{
    /// <summary>Beside the app on a developer's machine, without a control plane.</summary>
    Standalone,

    /// <summary>In a cluster, with the control plane.</summary>
    Kubernetes,
}

/// <summary>One row of <see cref="DaprdOptionTable"/>: an option of daprd under each of its names.</summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public sealed record DaprdOption
{
    /// <summary>
    /// Gets the name of the property in <see cref="DaprdOptions"/>, or of the member of <see cref="SharedDaprd"/> that decides the value.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Gets the flag of daprd, without dashes.</summary>
    public required string Flag { get; init; }

    /// <summary>Gets the type of the value.</summary>
    public required DaprdOptionType Type { get; init; }

    /// <summary>Gets the annotation that the sidecar injector reads, or <see langword="null"/> where it has none.</summary>
    public string? Annotation { get; init; }

    /// <summary>Gets the key in the values of the official Dapr Shared chart, or <see langword="null"/> where it has none.</summary>
    public string? ChartKey { get; init; }

    /// <summary>Gets the unit of a number, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>Gets daprd's own default as text, or <see langword="null"/> for unset.</summary>
    public string? Default { get; init; }

    /// <summary>
    /// Gets what a shared daprd passes in Kubernetes when the user sets nothing, or <see langword="null"/> to leave the flag out.
    /// </summary>
    public string? KubernetesDefault { get; init; }

    /// <summary>
    /// Gets what a shared daprd passes locally when the user sets nothing, or <see langword="null"/> to leave the flag out.
    /// </summary>
    public string? StandaloneDefault { get; init; }

    /// <summary>Gets a value indicating whether the row needs the control plane, so that the flag is left out locally.</summary>
    internal bool IsClusterOnly { get; init; }

    /// <summary>Gets the first daprd version that knows the option. Default <c>1.13</c>, which stands for that and earlier.</summary>
    public Version Since { get; init; } = Oldest;

    /// <summary>The oldest version that the table knows anything about.</summary>
    internal static Version Oldest { get; } = new(1, 13);

    /// <summary>Gets the smallest allowed number, or <see langword="null"/>.</summary>
    public int? Minimum { get; init; }

    /// <summary>Gets the allowed values, or none for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>
    /// Gets the value that the user set, as daprd takes it, or <see langword="null"/>; or, for a row that the model decides, the model's
    /// value.
    /// </summary>
    internal Func<SharedDaprd, DaprdMode, TextOrReference?> Read { get; init; } = (_, _) => null;

    /// <summary>Gets the value of the annotation where it is not that of the flag; <see langword="null"/> where it is.</summary>
    internal Func<SharedDaprd, TextOrReference?>? ReadInjected { get; init; }

    /// <summary>
    /// Gets the setter from text, which has passed <see cref="Check"/>; <see langword="null"/> for a row that the model decides.
    /// </summary>
    internal Action<DaprdOptions, string>? Write { get; init; }

    /// <summary>Gets a value indicating whether users set this row through <see cref="DaprdOptions"/>.</summary>
    public bool IsUserOption => Write is not null;

    /// <summary>Returns the value that daprd gets, or <see langword="null"/> when the flag is left out.</summary>
    internal TextOrReference? ValueFor(SharedDaprd daprd, DaprdMode mode) =>
        mode == DaprdMode.Kubernetes ? Read(daprd, mode) ?? KubernetesDefault
        : IsClusterOnly ? null
        : Read(daprd, mode) ?? StandaloneDefault;

    /// <summary>Returns the value of the annotation, or <see langword="null"/> when it is left out.</summary>
    internal TextOrReference? InjectedValueFor(SharedDaprd daprd) =>
        ReadInjected is null ? ValueFor(daprd, DaprdMode.Kubernetes) : ReadInjected(daprd);

    /// <summary>Says what is wrong with a value, or returns <see langword="null"/>.</summary>
    internal string? Check(string value) => Type switch
    {
        DaprdOptionType.Boolean when value is not ("true" or "false") => "must be true or false",
        DaprdOptionType.Port when !IsNumber(value, 1, 65535) => "must be a port from 1 to 65535",
        DaprdOptionType.Number when !IsNumber(value, Minimum ?? int.MinValue, int.MaxValue) =>
            Minimum is { } minimum ? $"must be a whole number of at least {minimum}" : "must be a whole number",
        DaprdOptionType.Duration when GoDuration.TryParse(value) is not { } span || span < TimeSpan.Zero =>
            "must be a duration such as 30s or 1m30s",
        DaprdOptionType.Quantity when !IsQuantity(value) => "must be a quantity such as 4Mi",
        DaprdOptionType.List when Allowed.Count > 0 && value.Split(',').Any(item => !Allowed.Contains(item)) => OneOf("may only name"),
        DaprdOptionType.Text when Allowed.Count > 0 && !Allowed.Contains(value) => OneOf("must be one of"),
        _ => null,
    };

    private string OneOf(string verb) => $"{verb} {string.Join(", ", Allowed)}";

    private static bool IsNumber(string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= minimum && number <= maximum;

    internal static bool IsQuantity(string value)
    {
        try
        {
            return new ResourceQuantity(value).ToDecimal() >= 0;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }
}

using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>
/// A fault: what is changed in <see cref="Shop"/>, and what is found then. Without the change nothing is, so the shop is the mended
/// manifest of each.
/// </summary>
/// <param name="Code">The last three digits of the code.</param>
/// <param name="Expected">The finding, without the code.</param>
/// <param name="Changes">The texts that are replaced, and by what; an empty text is the end.</param>
public sealed record Fault(string Code, string Expected, params (string Old, string New)[] Changes)
{
    /// <summary>Gets the codes of what is found besides, because the change is two faults.</summary>
    public string[] Also { get; init; } = [];

    /// <summary>Gets the control plane's version.</summary>
    public string ControlPlane { get; init; } = "1.18.3";

    public string Text => Changes.Aggregate(Shop.Text, (text, change) =>
    {
        Assert.Contains(change.Old, text, StringComparison.Ordinal);
        return change.Old.Length == 0 ? $"{text}---\n{change.New}" : text.Replace(change.Old, change.New, StringComparison.Ordinal);
    });

    public override string ToString() => $"{Code}: {Expected}";
}

using System.Diagnostics.CodeAnalysis;

namespace DaprShared;

/// <summary>
/// A text that is known now, or a reference (an endpoint, a parameter, a Helm value) that only the caller can resolve, and only later.
/// </summary>
/// <remarks>The model carries references through untouched, so that nothing has to be resolved when a resource is declared.</remarks>
public sealed record TextOrReference
{
    private TextOrReference(string? text, object? reference) => (Text, Reference) = (text, reference);

    /// <summary>Gets the text, or <see langword="null"/> when this is a reference.</summary>
    public string? Text { get; }

    /// <summary>Gets the caller's reference, or <see langword="null"/> when this is a text.</summary>
    public object? Reference { get; }

    /// <summary>Wraps a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text as a value.</returns>
    public static TextOrReference FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, null);
    }

    /// <summary>Wraps a reference that the caller resolves later.</summary>
    /// <param name="reference">Any object; it is handed back by <see cref="Resolve"/>.</param>
    /// <returns>The reference as a value.</returns>
    public static TextOrReference FromReference(object reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new(null, reference);
    }

    /// <summary>Wraps a text; <see langword="null"/> stays <see langword="null"/>.</summary>
    /// <param name="text">The text.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator TextOrReference?(string? text) => text is null ? null : FromText(text);

    /// <summary>Returns the text, or what <paramref name="resolve"/> makes of the reference.</summary>
    /// <param name="resolve">Turns a reference into text.</param>
    public string Resolve(Func<object, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(resolve);
        return Text ?? resolve(Reference!);
    }

    /// <summary>Returns the text, or <c>{reference}</c> for a reference.</summary>
    public override string ToString() => Resolve(reference => $"{{{reference}}}");
}

using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>A text that is computed from another value, once that is known, for whoever asks for it.</summary>
internal record ComputedValue(object Source, Func<string, string> Compute)
    : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    // No manifest can compute. Where one is written, it is given the source; see Target.Argument.
    public virtual string ValueExpression => (Source as IManifestExpressionProvider)?.ValueExpression ?? "";

    public IEnumerable<object> References => [Source];

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => GetValueAsync(new(), cancellationToken);

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        Source is string text ? Compute(text)
        : await ((IValueProvider)Source).GetValueAsync(context, cancellationToken) is { } value ? Compute(value)
        : null;
}

using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What a parameter says already.</summary>
internal static class KnownValue
{
    /// <summary>
    /// Returns the value of a parameter, or <see langword="null"/> where it has none, or none yet: nobody is waited for, because the one
    /// who is going to be asked for it may be waiting too.
    /// </summary>
    public static string? Of(ParameterResource parameter)
    {
        var value = parameter.GetValueAsync(CancellationToken.None).AsTask();
        return value is { IsCompletedSuccessfully: true, Result: { Length: > 0 } text } ? text : null;
    }
}

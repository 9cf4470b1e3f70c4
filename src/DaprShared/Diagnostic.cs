using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Something works, and could work better.</summary>
    Info,

    /// <summary>Something works otherwise than the user may expect.</summary>
    Warning,

    /// <summary>Nothing is started or written.</summary>
    Error,
}

/// <summary>A kind of mistake: a row of <see cref="DiagnosticRules"/> and of <c>docs/diagnostics.md</c>.</summary>
/// <param name="Code">The code, <c>DAPRSHARED</c> and three digits.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Title">What is wrong, in general.</param>
public sealed record DiagnosticRule(string Code, DiagnosticSeverity Severity, string Title)
{
    /// <summary>Makes a diagnostic of this kind.</summary>
    /// <param name="subject">The resource, the option or the values key.</param>
    /// <param name="message">What is wrong, with the value.</param>
    /// <param name="fix">What to do.</param>
    /// <param name="member">The name of the property of the model that it is about, or <see langword="null"/>.</param>
    /// <returns>The diagnostic, with the code and severity of the rule.</returns>
    /// <exception cref="ArgumentException">The message or the fix is empty: it would help nobody.</exception>
    public Diagnostic For(string subject, string message, string fix, string? member = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        ArgumentException.ThrowIfNullOrWhiteSpace(fix);
        return new(this, subject, message, fix) { Member = member };
    }
}

/// <summary>One mistake in one place.</summary>
/// <param name="Rule">Its kind.</param>
/// <param name="Subject">The resource, the option or the values key.</param>
/// <param name="Message">What is wrong, with the value.</param>
/// <param name="Fix">What to do.</param>
public sealed partial record Diagnostic(DiagnosticRule Rule, string Subject, string Message, string Fix)
{
    /// <summary>
    /// Gets the name of the property of the model that the mistake is in, for example <c>AppId</c> of <see cref="SharedDaprd"/> or
    /// <c>LogLevel</c> of <see cref="DaprdOptions"/>, or <see langword="null"/> where it is in none. Where two types have a property of the
    /// name it begins with the type: <c>SharedDaprd.Resources</c>. Where the model comes from other keys than these names, it leads to the
    /// key.
    /// </summary>
    public string? Member { get; init; }

    /// <summary>Gets a value indicating whether nothing may be started or written.</summary>
    public bool IsError => Rule.Severity == DiagnosticSeverity.Error;

    /// <summary>Returns the diagnostic on one line; control characters in values are escaped.</summary>
    public override string ToString() =>
        Control().Replace(
            $"{Rule.Severity.ToString().ToLowerInvariant()} {Rule.Code}: {Subject}: {Message} {Fix}",
            control => control.Value == "\n" ? "\\n" : $"\\u{(int)control.Value[0]:x4}");

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]")]
    private static partial Regex Control();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting;

namespace DaprShared.Hosting;

/// <summary>
/// The address of a collector, as text. daprd takes http:// or https:// away and dials the rest (dapr v1.18.3
/// pkg/config/configuration.go).
/// </summary>
internal static partial class CollectorAddress
{
    // What OTLP calls its default ports (opentelemetry.io/docs/specs/otlp).
    public const int GrpcPort = 4317, HttpPort = 4318;

    private const string Tls = "; https is for a collector with TLS.";
    private const string Key = "; a key goes into headers, a secret parameter with name=value.";
    private const string Host = @"(\[[^\]]*\]|[^:\[]*)";
    private const string Port = @"(6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})";

    // The first row that fits is the mistake; what fits none daprd can use.
    private static readonly (Regex Pattern, string What, string Tail)[] Mistakes =
    [
        Row(@"^\s*\z", "is empty.", Tls),
        Row(@"^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*@", "has a user name or a password, which daprd would dial with the host.", Key),
        Row(@"[?#]", "has a query or a fragment, and daprd takes a host and a port alone.", Key),
        Row(@"[\s\p{C}]", "has a space or a control character.", " without it."),
        Row(@"^(?!.*://)", "has no scheme.", Tls),
        Row(@"^(?!https?://)(?i:https?)://", "has capitals in its scheme, which daprd knows in lower case.", "."),
        Row(@"^(?!https?://)", "has a scheme other than http and https.", Tls),
        Row(@"^https?://([:/]|\z)", "has no host.", Tls),
        Row(@"^https?://[^/]*/", "has a path, which daprd would take for a part of the host.", "; over HTTP daprd adds /v1/traces."),
        Row($@"^https?://{Host}:(?!{Port}\z)", "has a port that is no number from 1 to 65535.", ", or the port that it listens on."),
        Row($@"^http://{Host}\z", "has no port; daprd would dial {0}.", ", or the port that it listens on."),
        Row(@"^(?!https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:|\z))", "has a host that is neither a name nor an address.", Tls),
    ];

    /// <summary>Returns what is wrong with an address, without it, and what to do; <see langword="null"/> where daprd can use it.</summary>
    /// <param name="text">The address.</param>
    /// <param name="protocol">What is spoken there.</param>
    /// <param name="isSecret">Whether nothing of it may be shown.</param>
    public static (string What, string Fix)? Mistake(string text, OtlpProtocol protocol, bool isSecret)
    {
        var (dialed, usual) = protocol == OtlpProtocol.Grpc ? (443, GrpcPort) : (80, HttpPort);
        return Mistakes.FirstOrDefault(row => row.Pattern.IsMatch(text)) is { What: { } what, Tail: var tail }
            ? (string.Format(CultureInfo.InvariantCulture, what, dialed), $"Write {Corrected(isSecret ? "" : text, usual)}{tail}")
            : null;
    }

    /// <summary>
    /// Returns an address with an ellipsis for all that may be a secret: a user name, a password, a path, a query, a fragment, and what
    /// cannot be told from these.
    /// </summary>
    public static string Show(string text) => Of(text) is { Success: true, Groups: var part }
        ? $"{part["scheme"]}{(part["user"].Success ? "…@" : "")}{part["host"]}{part["port"]}{(part["rest"].Success ? "…" : "")}"
        : "…";

    /// <summary>Returns the port of an address that daprd can use.</summary>
    public static int? PortOf(string text) =>
        int.TryParse(Of(text).Groups["port"].Value.TrimStart(':'), CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string Corrected(string text, int usual)
    {
        var part = Of(text).Groups;
        var (scheme, host, port) = (part["scheme"].Value, part["host"].Value, part["port"].Value);
        var isTls = scheme.EndsWith("s://", StringComparison.OrdinalIgnoreCase); // also grpcs
        return $"{(isTls ? "https" : "http")}://{(host.Length > 0 ? host : "collector")}"
            + (LegalPort().IsMatch(port) || (isTls && port.Length == 0) ? port : $":{usual}");
    }

    private static Match Of(string text) => Parts().Match(text.Trim());

    private static (Regex Pattern, string What, string Tail) Row(string pattern, string what, string tail) =>
        (new(pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant), what, tail);

    [GeneratedRegex(
        @"^(?>(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)?)(?<user>[^/?#@]*@)?(?<host>\[[0-9A-Fa-f:.]*\]|[A-Za-z0-9._-]*)"
            + @"(?<port>:\d{0,6})?(?<rest>[/?#][^@]*)?\z",
        RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex($@"^:{Port}\z")]
    private static partial Regex LegalPort();
}

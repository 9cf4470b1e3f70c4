using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DaprdStandIn.Logging;

/// <summary>One line per message on the standard output, as daprd writes it: key=value pairs, or JSON.</summary>
internal sealed class LogSink(TextWriter output, bool json = false, Severity level = Severity.Info, string? appId = null)
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/@^+");

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();

    public static Severity? ParseLevel(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => Severity.Debug,
        "INFO" => Severity.Info,
        "WARN" => Severity.Warning,
        "ERROR" => Severity.Error,
        "FATAL" => Severity.Fatal,
        _ => null,
    };

    public Log Scope(string scope) => new(this, scope);

    public void Write(Severity at, string scope, string message)
    {
        if (at < level)
        {
            return;
        }

        List<(string Name, string Value)> pairs = [
            ("time", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)),
            ("level", NameOf(at)),
            ("msg", message)];
        if (appId is not null)
        {
            pairs.Add(("app_id", appId));
        }

        pairs.AddRange([("instance", Environment.MachineName), ("scope", scope), ("type", "log"), ("ver", DaprdVersion.Text)]);

        var line = json ? Json(pairs) : Text(pairs);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static string NameOf(Severity level) => level switch
    {
        Severity.Debug => "debug",
        Severity.Info => "info",
        Severity.Warning => "warning",
        Severity.Error => "error",
        _ => "fatal",
    };

    private static string Text(List<(string Name, string Value)> pairs) =>
        string.Join(' ', pairs.Select(pair => $"{pair.Name}={Quoted(pair.Value)}"));

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAnyExcept(Plain)
            ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\""
            : value;

    private static string Json(List<(string Name, string Value)> pairs)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DaprdStandIn.Tests;

/// <summary>daprd-1.18.3.json: what the real daprd was asked and answered, what its app saw, and what stood in Redis.</summary>
internal sealed record Recording(
    IReadOnlyList<RecordedAnswer> Answers, IReadOnlyList<RecordedCall> Seen, IReadOnlyDictionary<string, string[]> Store)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static Recording Load()
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream("daprd-1.18.3.json")!;
        return JsonSerializer.Deserialize<Recording>(stream, Options)!;
    }
}

/// <summary>
/// One request and its answer. The ports are 3599 for the API, 3598 for the public port, and 9199 for metrics; the names of headers have
/// underscores for dashes; the status is missing where daprd did not answer in time; of an answer there are the first 1500 characters.
/// </summary>
internal sealed record RecordedAnswer(
    string What,
    string Request,
    string? Body,
    int? Port,
    IReadOnlyDictionary<string, string>? Headers,
    int? Status,
    string? ContentType,
    string? ETag,
    string? Answer);

/// <summary>A call of the app.</summary>
internal sealed record RecordedCall(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Header);

/// <summary>Brings two texts to one form: what differs from run to run gives way to what the recording has in its place.</summary>
internal static partial class Recorded
{
    private const int MaxLength = 1500;

    public static string Normal(string text) =>
        Script().Replace(Uuid().Replace(Time().Replace(Trace().Replace(text, "<traceparent>"), "<time>"), "<uuid>"), "<script>");

    /// <summary>The members of a document by their paths, also of one that has been cut off. What is no JSON is one member.</summary>
    public static IReadOnlyDictionary<string, string> Members(string text)
    {
        var members = new Dictionary<string, string>();
        try
        {
            // More may follow for all that the reader knows, so it reads as far as it gets; the space ends a number.
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text + " "), isFinalBlock: false, state: default);
            if (reader.Read())
            {
                Read(ref reader, "$", members);
                return members;
            }
        }
        catch (JsonException)
        {
            members.Clear();
        }

        members["$"] = text;
        return members;
    }

    public static bool IsCutOff(string text) => text.Length == MaxLength;

    private static void Read(ref Utf8JsonReader reader, string path, Dictionary<string, string> members)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString();
                    if (reader.Read())
                    {
                        Read(ref reader, $"{path}.{name}", members);
                    }
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    Read(ref reader, $"{path}[{i}]", members);
                }

                break;
            case JsonTokenType.String:
                members[path] = $"\"{reader.GetString()}\"";
                break;
            default:
                members[path] = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex Trace();

    // Redis names the script that refused, and the line.
    [GeneratedRegex(@"user_script:\d+|script: [0-9a-f]{40}")]
    private static partial Regex Script();
}

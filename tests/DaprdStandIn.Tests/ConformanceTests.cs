using System.Security.Cryptography;
using System.Text;

namespace DaprdStandIn.Tests;

/// <summary>The stand-in does what the real daprd did. Where it does not, the first test says so and why.</summary>
public class ConformanceTests(Replay replay) : IClassFixture<Replay>
{
    /// <summary>By request and member of the answer. One that is no longer there fails the test as one that is not listed does.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["metadata on the public port, GET /v1.0/metadata: $.runtimeVersion"] = "the version says that this is the stand-in",
        ["metadata on the public port, GET /v1.0/metadata: $.extended.daprRuntimeVersion"] = "the version says that this is the stand-in",
        ["metadata, GET /v1.0/metadata: $.runtimeVersion"] = "the version says that this is the stand-in",
        ["metadata, GET /v1.0/metadata: $.extended.daprRuntimeVersion"] = "the version says that this is the stand-in",
        ["query, POST /v1.0-alpha1/state/statestore/query: status"] = "501: no queries; they need a Redis with JSON",
        ["query, POST /v1.0-alpha1/state/memory/query: status"] = "501: no queries",
        ["invoke unknown, GET /v1.0/invoke/nobody/method/x: $.message"] = "it adds that the stand-in has no mDNS, where daprd has looked",
        ["workflow without a worker, POST /v1.0/workflows/dapr/W/start: status"] = "501: no workflows; daprd waits for a worker for ever",
        ["workflow absent, GET /v1.0/workflows/dapr/none: status"] = "501: no workflows",
    };

    /// <summary>Their messages quote a JSON library.</summary>
    private static readonly string[] QuotesALibrary = ["not a list", "not JSON"];

    [Fact]
    public void Every_answer_is_that_of_daprd_but_for_the_differences_that_are_listed()
    {
        var found = (from pair in replay.Recording.Answers.Zip(replay.Answers)
                     from difference in Compare(pair.First, pair.Second)
                     select difference).DistinctBy(difference => difference.Where).ToDictionary();

        AssertNone([
            .. found.Where(pair => !Differences.ContainsKey(pair.Key)).Select(pair => $"{pair.Key} differs: {pair.Value}"),
            .. Differences.Keys.Except(found.Keys).Select(listed => $"{listed} no longer differs: strike it off the list")]);
    }

    [Fact]
    public void The_app_is_called_as_daprd_called_it()
    {
        string[] ofTheClient = ["Accept-Encoding", "Content-Length", "Host", "User-Agent"];

        var theirs = replay.Recording.Seen.Select(call => Line(call.Method, call.Path, call.Header, call.Body)).ToList();
        var ours = replay.Seen.Select(call => Line(call.Method, call.Path + call.Query, call.Headers, call.Body)).ToList();

        AssertNone([
            .. theirs.Distinct().Where(line => Count(theirs, line) != Count(ours, line)).Select(line => "daprd calls:  " + line),
            .. ours.Distinct().Where(line => Count(theirs, line) != Count(ours, line)).Select(line => "stand-in calls: " + line)]);

        static int Count(List<string> lines, string line) => lines.Count(other => other == line);

        string Line(string method, string path, IReadOnlyDictionary<string, string> headers, string body) => string.Join(
            " | ",
            [
                $"{method} {path}",
                .. from header in headers
                   where !ofTheClient.Contains(header.Key, StringComparer.OrdinalIgnoreCase)
                   orderby header.Key.ToUpperInvariant()
                   select $"{header.Key.ToUpperInvariant()}: {Recorded.Normal(header.Value)}",
                .. Recorded.Members(Recorded.Normal(body)).OrderBy(member => member.Key).Select(member => $"{member.Key}={member.Value}"),
            ]);
    }

    [Fact]
    public void Redis_holds_what_daprd_left_there_the_encrypted_value_by_the_name_of_its_key()
    {
        foreach (var (key, fields) in replay.Recording.Store.Where(pair => pair.Key != "e"))
        {
            Assert.Equal(fields[1], replay.Store[key]);
        }

        var parts = replay.Store["e"].Split("||");
        Assert.Equal("ENCKEY", parts[1]);
        Assert.EndsWith("||ENCKEY", replay.Recording.Store["e"][1], StringComparison.Ordinal);
        var encrypted = Convert.FromBase64String(parts[0]);
        using var aes = new AesGcm(Convert.FromHexString(Replay.EncryptionKey), tagSizeInBytes: 16);
        var text = new byte[encrypted.Length - 28];
        aes.Decrypt(encrypted[..12], encrypted[12..^16], encrypted[^16..], text);
        Assert.Equal("PLAINTEXT", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void A_message_of_an_app_that_is_away_is_gone_and_daprd_ends_well() =>
        Assert.Equal(("0", 0), (replay.Pending, replay.ExitCode));

    private static void AssertNone(string[] lines) => Assert.True(lines.Length == 0, string.Join('\n', lines));

    private static IEnumerable<(string Where, string What)> Compare(RecordedAnswer recorded, Answer answer)
    {
        var name = $"{recorded.What}, {recorded.Request}";
        if (recorded.Status != answer.Status)
        {
            yield return ($"{name}: status", $"{recorded.Status} {answer.Status} {answer.Body}");
            yield break;
        }

        if (recorded.ContentType != answer.ContentType)
        {
            yield return ($"{name}: content type", $"{recorded.ContentType} {answer.ContentType}");
        }

        if (recorded.ETag != (answer.ETag is null ? null : Recorded.Normal(answer.ETag)))
        {
            yield return ($"{name}: etag", $"{recorded.ETag} {answer.ETag}");
        }

        if (recorded.Answer is null)
        {
            yield break;
        }

        var (theirs, ours) = (Recorded.Members(Recorded.Normal(recorded.Answer)), Recorded.Members(Recorded.Normal(answer.Body)));
        foreach (var path in Recorded.IsCutOff(recorded.Answer) ? theirs.Keys : theirs.Keys.Union(ours.Keys))
        {
            var (their, our) = (theirs.GetValueOrDefault(path), ours.GetValueOrDefault(path));
            if (their != our && !(path == "$.message" && QuotesALibrary.Contains(recorded.What)))
            {
                yield return ($"{name}: {path}", $"{their} {our}");
            }
        }
    }
}

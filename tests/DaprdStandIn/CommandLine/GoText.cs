using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;

namespace DaprdStandIn.CommandLine;

/// <summary>The spellings of values that Go programs and Kubernetes share.</summary>
internal static partial class GoText
{
    public static bool? ParseBool(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    /// <summary>As gRPC for Go prints it.</summary>
    public static string Error(RpcException e) =>
        $"rpc error: code = {e.StatusCode} desc = {e.Status.DebugException?.Message ?? e.Status.Detail}";

    /// <summary>"truthy" as daprd reads the values of metadata items.</summary>
    public static bool IsTruthy(string? text) =>
        text?.Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "T" or "ON" or "1";

    /// <summary>Such as "300ms", "1.5h" or "2h45m".</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        if (text is "0")
        {
            return TimeSpan.Zero;
        }

        var match = Duration().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var milliseconds = 0d;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            milliseconds += double.Parse(match.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture)
                * match.Groups["unit"].Captures[i].Value switch
                {
                    "h" => 3_600_000,
                    "m" => 60_000,
                    "s" => 1000,
                    "ms" => 1,
                    "ns" => 1e-6,
                    _ => 1e-3,
                };
        }

        return TimeSpan.FromMilliseconds(match.Groups["sign"].Value == "-" ? -milliseconds : milliseconds);
    }

    /// <summary>A Kubernetes quantity of bytes, such as "4Mi" or "16k".</summary>
    public static long? ParseQuantity(string text)
    {
        var match = Quantity().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var factor = match.Groups["suffix"].Value switch
        {
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "Ki" => 1 << 10,
            "Mi" => 1 << 20,
            "Gi" => 1 << 30,
            _ => 1,
        };
        return (long)(double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * factor);
    }

    /// <summary>What Go prints of a value that it has read from JSON.</summary>
    public static string Print(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.Select(pair => $"{pair.Key}:{Print(pair.Value)}").Order(StringComparer.Ordinal))}]",
        JsonArray items => $"[{string.Join(' ', items.Select(Print))}]",
        _ => value.ToString(),
    };

    [GeneratedRegex(@"^(?<sign>[+-]?)((?<number>\d+(\.\d*)?|\.\d+)(?<unit>h|ms|m|s|us|µs|ns))+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?<number>[+-]?\d+(\.\d+)?)(?<suffix>k|M|G|Ki|Mi|Gi)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Quantity();
}

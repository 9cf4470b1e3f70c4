using System.Globalization;

namespace DaprdStandIn.CommandLine;

/// <summary>A command line that pflag would not accept; the process ends with code 2.</summary>
internal sealed class FlagException(string message) : Exception(message);

/// <summary>Asked for by --help or -h; the process ends with code 0.</summary>
internal sealed class HelpException : Exception;

/// <summary>Reads a command line the way Dapr's parser (pflag) does, with its words for what it refuses.</summary>
internal static class FlagParser
{
    public static FlagValues Parse(IEnumerable<string> arguments, IReadOnlyDictionary<string, Flag> known, Action<string> warn)
    {
        // daprd doubles a single dash before it parses, values included: "-flag" becomes "--flag".
        var rest = new Queue<string>(arguments.Select(a => a.Length > 2 && a[0] == '-' && a[1] != '-' ? "-" + a : a));
        var values = new FlagValues(known);

        while (rest.TryDequeue(out var argument))
        {
            if (argument == "--")
            {
                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                continue; // A positional argument: daprd has none and ignores it.
            }

            if (argument[1] != '-')
            {
                throw argument[1] == 'h'
                    ? new HelpException()
                    : new FlagException($"unknown shorthand flag: '{argument[1]}' in {argument}");
            }

            ParseFlag(argument, rest, known, values, warn);
        }

        return values;
    }

    private static void ParseFlag(
        string argument, Queue<string> rest, IReadOnlyDictionary<string, Flag> known, FlagValues values, Action<string> warn)
    {
        var text = argument[2..];
        if (text[0] is '-' or '=')
        {
            throw new FlagException($"bad flag syntax: {argument}");
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        if (!known.TryGetValue(name, out var flag))
        {
            throw name == "help" ? new HelpException() : new FlagException($"unknown flag: --{name}");
        }

        string? value;
        if (equals >= 0)
        {
            value = text[(equals + 1)..];
        }
        else if (flag.Kind == FlagKind.Switch)
        {
            value = "true"; // A switch never takes the next argument.
        }
        else if (!rest.TryDequeue(out value))
        {
            throw new FlagException($"flag needs an argument: --{name}");
        }

        if (WhyInvalid(flag.Kind, value) is { } reason)
        {
            throw new FlagException($"invalid argument \"{value}\" for \"--{name}\" flag: {reason}");
        }

        if (flag.Deprecated is not null)
        {
            warn($"Flag --{name} has been deprecated, {flag.Deprecated}");
        }

        values.Set(flag, value);
    }

    private static string? WhyInvalid(FlagKind kind, string value) => kind switch
    {
        FlagKind.Int when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
            $"strconv.ParseInt: parsing \"{value}\": invalid syntax",
        FlagKind.UInt when !ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            $"strconv.ParseUint: parsing \"{value}\": invalid syntax",
        FlagKind.Switch when GoText.ParseBool(value) is null => $"strconv.ParseBool: parsing \"{value}\": invalid syntax",
        FlagKind.Duration when GoText.ParseDuration(value) is null => $"time: invalid duration \"{value}\"",
        _ => null,
    };
}

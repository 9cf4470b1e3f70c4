namespace DaprdStandIn.CommandLine;

internal static class Usage
{
    public static void Print(TextWriter writer, string program, IReadOnlyDictionary<string, Flag> known)
    {
        writer.WriteLine($"Usage of {program}:");
        var shown = known.Values.Where(flag => !flag.Hidden && flag.Deprecated is null);
        foreach (var flag in shown.OrderBy(flag => flag.Name, StringComparer.Ordinal))
        {
            var type = flag.Kind switch
            {
                FlagKind.Text => " string",
                FlagKind.List => " strings",
                FlagKind.Int => " int",
                FlagKind.UInt => " uint",
                FlagKind.Duration => " duration",
                _ => "",
            };
            var value = flag.Default is "" or "false" or "0s" ? "" : $" (default {flag.Default})";
            writer.WriteLine($"      --{flag.Name}{type}{value}");
        }
    }
}

namespace DaprShared;

/// <summary>One argument of daprd.</summary>
/// <param name="Flag">The flag, without dashes.</param>
/// <param name="Value">Its value.</param>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public sealed record DaprdArgument(string Flag, TextOrReference Value)
{
    /// <summary>Returns <c>--flag=value</c>, always one argument, so that a value never looks like a flag of its own.</summary>
    /// <param name="resolve">Turns a reference in the value into text.</param>
    public string Format(Func<object, string> resolve) => $"{Prefix}{Value.Resolve(resolve)}";

    /// <summary>Gets the part before the value: <c>--flag=</c>.</summary>
    public string Prefix => $"--{Flag}=";

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Value}";
}

/// <summary>The command line of daprd: the rows of <see cref="DaprdOptionTable"/> that have a value, in the table's order.</summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public static class DaprdCommandLine
{
    /// <summary>The binary in daprd's image, which has no entrypoint (dapr v1.18.3 docker/Dockerfile).</summary>
    public const string Executable = "/daprd";

    /// <summary>The folder in the container that local resource files are copied to (<c>--resources-path</c>).</summary>
    public const string ResourcesFolder = "/dapr/resources";

    internal const string ConfigurationFolder = "/dapr/config";

    /// <summary>The Configuration file in the container (<c>--config</c> locally).</summary>
    public const string ConfigurationFile = $"{ConfigurationFolder}/config.yaml";

    /// <summary>Returns daprd's arguments, without the executable.</summary>
    /// <param name="daprd">The shared daprd.</param>
    /// <param name="mode">Where it runs.</param>
    public static IReadOnlyList<DaprdArgument> Build(SharedDaprd daprd, DaprdMode mode)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        return [.. from option in DaprdOptionTable.All
                   let value = option.ValueFor(daprd, mode)
                   where value is not null
                   select new DaprdArgument(option.Flag, value)];
    }
}

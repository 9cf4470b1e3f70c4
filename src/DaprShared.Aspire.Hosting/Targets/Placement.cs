namespace DaprShared.Hosting;

/// <summary>Where the shared daprds of a target have been published to.</summary>
/// <param name="Where">The kind and the place, for a reader.</param>
internal sealed record Placement(string Where)
{
    /// <summary>Gets the commands that bring them from there to where they run; the first is the one to prefer.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>Returns a path as an argument of a shell.</summary>
    public static string Argument(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}

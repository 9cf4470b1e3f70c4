using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Texts in a Compose file.</summary>
internal static partial class ComposeText
{
    /// <summary>Returns a text that Compose replaces nothing in.</summary>
    public static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>
    /// Returns a file that Compose writes as it is. Its name becomes part of a name in the Compose file, which takes few characters.
    /// </summary>
    public static ContainerFile Literal(ContainerFile file) => new()
    {
        Name = NotInName().Replace(file.Name, character => $"_{(int)character.Value[0]:x4}"),
        Contents = Literal(file.Contents!),
        Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };

    /// <summary>Lets nothing run where a variable in a text is empty.</summary>
    public static string Required(string text, string why) => Placeholder().Replace(text, $"$${{$1:?{why}}}");

    [GeneratedRegex(@"\$\{([A-Za-z0-9_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex NotInName();
}

using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>Keeps what may be a secret in a URL out of messages: user name and password, query and fragment.</summary>
internal static partial class UserInfo
{
    /// <summary>
    /// Returns the address with three asterisks for all before its last @, except the scheme, and for all behind the first ? or #.
    /// </summary>
    public static string Redact(string address) => Behind().Replace(Before().Replace(address, "$1***@"), "$1***");

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*://)?.*@", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Before();

    [GeneratedRegex(@"([?#]).+", RegexOptions.Singleline)]
    private static partial Regex Behind();
}

using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>Keeps the user name and the password in a URL out of messages.</summary>
internal static partial class UserInfo
{
    /// <summary>Returns the address with three asterisks for all before its last @, except the scheme.</summary>
    public static string Redact(string address) => Before().Replace(address, "$1***@");

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*://)?.*@", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Before();
}

using System.Reflection;

namespace DaprShared.Hosting;

/// <summary>
/// The packages of this family share internals, so each is made for one version of the others and asks for exactly that one. A project can
/// lift it all the same; without this check the first call of a member that is no longer there would fail, with a message that nobody
/// understands. So this class and the signature of <see cref="Check"/> stay as they are from version to version.
/// </summary>
internal static class FamilyVersion
{
    public static void Check(Assembly needed, Assembly by)
    {
        if (Mistake((Name(needed), Version(needed)), (Name(by), Version(by))) is { } mistake)
        {
            throw new MistakesException(mistake);
        }
    }

    /// <summary>Says what is wrong, or nothing. A text of its own, because nothing of the other package can be relied on.</summary>
    public static string? Mistake((string Name, string Version) needed, (string Name, string Version) by) =>
        needed.Version == by.Version
            ? null
            : $"error DAPRSHARED056: {by.Name}: version {by.Version} is made for {needed.Name} {by.Version}, "
                + $"and {needed.Version} is here. Give all packages DaprShared.* the same version.";

    private static string Name(Assembly assembly) => assembly.GetName().Name!;

    // Without the commit.
    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

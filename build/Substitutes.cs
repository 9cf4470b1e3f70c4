using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>Folders from which an image can be built without a registry; <see langword="null"/> where none can be made.</summary>
internal static class Substitutes
{
    private static Task<string?>? s_dapr;

    /// <summary>Makes the stand-in of daprd, placement and scheduler: one static program.</summary>
    public static Task<string?> Dapr() => s_dapr ??= Publish("tests/DaprdStandIn", "images/daprd");

    /// <summary>Makes the app of the end-to-end tests: one static program.</summary>
    public static Task<string?> App() => Publish("tests/DaprShared.EndToEnd.App", "images/end-to-end-app");

    /// <summary>
    /// Makes Redis from the program of this machine and its libraries. Like the real image it lets other hosts in without a password.
    /// </summary>
    public static async Task<string?> Redis()
    {
        if (!OperatingSystem.IsLinux() || (Shell.Find("redis-server") is null && !await Debian.Install("redis-server"))) { return null; }

        var program = Shell.Find("redis-server")!;
        var command = $"CMD [\"{program}\", \"--protected-mode\", \"no\", \"--save\", \"\"]";
        return await FromThisMachine("redis", [program, .. await Libraries(program)], command);
    }

    /// <summary>
    /// Makes what Aspire's tunnel needs of its base image: the C library, with the parts that older programs name, and libcrypto, also
    /// under the name without a version.
    /// </summary>
    public static async Task<string?> TunnelBase()
    {
        if (!OperatingSystem.IsLinux()) { return null; }

        var known = (await Shell.Capture("/sbin/ldconfig", ["-p"], TimeSpan.FromMinutes(1))).Output;
        string[] names = ["libcrypto.so.3", "libpthread.so.0", "libdl.so.2", "libresolv.so.2"];
        var files = (from name in names
                     let line = Regex.Match(known, $@"{Regex.Escape(name)} \(libc6,(x86-64|AArch64)[^)]*\) => (\S+)")
                     where line.Success
                     select line.Groups[2].Value).ToList();
        if (files.FirstOrDefault() is not { } crypto || Path.GetFileName(crypto) != names[0]) { return null; }

        return await FromThisMachine("tunnel-base", [.. files, .. await Libraries(crypto)], link: Path.ChangeExtension(crypto, null));
    }

    private static async Task<string?> Publish(string project, string artifact)
    {
        string[] linkers = ["clang", "gcc"];
        if (linkers.All(linker => Shell.Find(linker) is null) && !await Debian.Install("gcc", "libc6-dev", "zlib1g-dev"))
        {
            Console.WriteLine($"{project} cannot be linked, because none of {string.Join(", ", linkers)} is on PATH.");
            return null;
        }

        var folder = Shell.Artifacts(artifact);
        var platform = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        await Shell.Check("dotnet", ["publish", project, .. Solution.Release, "--runtime", platform, "--output", folder]);
        File.Copy($"{project}/Containerfile", $"{folder}/Containerfile", overwrite: true);
        Directory.CreateDirectory($"{folder}/writable/lock");
        return folder;
    }

    private static async Task<string> FromThisMachine(string name, IEnumerable<string> files, string? command = null, string? link = null)
    {
        var folder = Shell.Artifacts($"images/{name}");
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }

        Directory.CreateDirectory(folder);
        await Shell.Check("cp", ["--parents", "--dereference", .. files.Distinct(), folder]);
        if (link is not null) { File.CreateSymbolicLink(folder + link, $"{Path.GetFileName(link)}.3"); }

        await File.WriteAllTextAsync($"{folder}/Containerfile", $"FROM scratch\nCOPY . /\n{command}\n");
        return folder;
    }

    private static async Task<IEnumerable<string>> Libraries(string file) =>
        from match in Regex.Matches((await Shell.Capture("ldd", [file], TimeSpan.FromMinutes(1))).Output, @"/\S+") select match.Value;
}

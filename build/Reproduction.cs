using System.IO.Compression;

namespace DaprShared.Build;

/// <summary>Whether the packages are the same bytes when they are made from the same commit in another folder.</summary>
internal static class Reproduction
{
    /// <summary>Makes sure that all there is to pack is in the commit.</summary>
    public static async Task Prepare()
    {
        var changes = (await Git("status", "--porcelain")).Trim();
        if (changes.Length > 0) { throw new Failure($"pack --verify: these are not in the commit, and so not in a clone:\n{changes}"); }
    }

    /// <summary>Packs a clone, and compares.</summary>
    public static async Task Check()
    {
        var clone = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        await Git("clone", "--quiet", "--no-hardlinks", ".", clone);
        // Where the repository lies is in the packages, so that of the clone is that of this one.
        var origin = await Shell.Capture("git", ["remote", "get-url", "origin"], TimeSpan.FromMinutes(1));
        string[] same = origin.Succeeded ? ["set-url", "origin", origin.Output.Trim()] : ["remove", "origin"];
        await Git(["-C", clone, "remote", .. same]);
        Console.WriteLine($"pack: once more, in {clone}");
        var packed = await Shell.Await(
            Shell.Run("dotnet", ["run", "build.cs", "--", "pack"], folder: clone), "the packages are made once more");
        if (packed != 0) { throw new Failure($"Packing in {clone} ended with exit code {packed}."); }

        var faults = Differences(Packages.Folder, Path.Combine(clone, Packages.Folder)).ToList();
        if (faults.Count > 0) { throw new Failure($"The packages of {clone} differ:\n{string.Join('\n', faults)}"); }

        Directory.Delete(clone, recursive: true);
        Console.WriteLine($"{Directory.GetFiles(Packages.Folder).Length} packages are the same bytes in both folders");
    }

    /// <summary>Returns what differs between two folders of packages; in a package, what of its content.</summary>
    public static IEnumerable<string> Differences(string one, string other)
    {
        var names = new[] { one, other }.SelectMany(Directory.GetFiles).Select(file => Path.GetFileName(file)!);
        foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
        {
            var (first, second) = (Path.Combine(one, name), Path.Combine(other, name));
            if (!File.Exists(first) || !File.Exists(second)) { yield return $"{name} is in one of them only"; }
            else if (!File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second)))
            {
                var parts = Contents(first).Except(Contents(second)).Select(part => part.Name).ToList();
                yield return $"{name}: {(parts.Count > 0 ? string.Join(", ", parts) : "how it is packed, or a part that only one has")}";
            }
        }
    }

    private static HashSet<(string Name, uint Crc, DateTimeOffset Time)> Contents(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => (entry.FullName, entry.Crc32, entry.LastWriteTime))];
    }

    private static async Task<string> Git(params string[] arguments)
    {
        var answer = await Shell.Capture("git", arguments, TimeSpan.FromMinutes(2));
        return answer.Succeeded ? answer.Output : throw new Failure($"`git {string.Join(' ', arguments)}` failed:\n{answer.Output}");
    }
}

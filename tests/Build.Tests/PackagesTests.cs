using System.IO.Compression;
using DaprShared.Build;

namespace Build.Tests;

/// <summary>What makes packages the same bytes everywhere.</summary>
public sealed class PackagesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _one = Directory.CreateTempSubdirectory("dapr-shared-");
    private readonly DirectoryInfo _other = Directory.CreateTempSubdirectory("dapr-shared-");

    [Fact]
    public void Packages_of_the_same_bytes_do_not_differ()
    {
        Pack(_one, "a.nupkg", "lib/a.dll", "code", Noon);
        Pack(_other, "a.nupkg", "lib/a.dll", "code", Noon);

        Assert.Empty(Differences());
    }

    [Fact]
    public void What_differs_is_named()
    {
        Pack(_one, "a.nupkg", "lib/a.dll", "code", Noon);
        Pack(_other, "a.nupkg", "lib/a.dll", "other code", Noon);
        Pack(_one, "b.nupkg", "b.nuspec", "text", Noon);
        Pack(_other, "b.nupkg", "b.nuspec", "text", Noon.AddHours(1));
        Pack(_other, "c.snupkg", "lib/c.pdb", "symbols", Noon);

        Assert.Equal(["a.nupkg: lib/a.dll", "b.nupkg: b.nuspec", "c.snupkg is in one of them only"], Differences());
    }

    [Fact]
    public void A_bill_of_materials_has_the_time_of_the_commit_in_place_of_now() => Assert.Equal(
        """{ "timestamp": "2026-01-02T12:00:00Z", "version": 1 }""",
        BillOfMaterials.At(Noon.ToOffset(TimeSpan.FromHours(2)), """{ "timestamp": "2026-11-26T04:11:35Z", "version": 1 }"""));

    [Fact]
    public void A_package_lacks_what_every_package_has()
    {
        Pack(_one, "a.nupkg", "lib/a.dll", "code", Noon);

        Assert.Equal(["a.nupkg has no README.md", "a.nupkg has no bom.cdx.json"], Packages.Lacking(_one.FullName));
    }

    public void Dispose()
    {
        _one.Delete(recursive: true);
        _other.Delete(recursive: true);
    }

    private IEnumerable<string> Differences() => Reproduction.Differences(_one.FullName, _other.FullName);

    private static void Pack(DirectoryInfo folder, string package, string part, string text, DateTimeOffset time)
    {
        using var archive = ZipFile.Open(Path.Combine(folder.FullName, package), ZipArchiveMode.Create);
        var entry = archive.CreateEntry(part);
        entry.LastWriteTime = time;
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
    }
}

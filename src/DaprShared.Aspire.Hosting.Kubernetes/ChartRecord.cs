using System.Security.Cryptography;

namespace DaprShared.Hosting;

/// <summary>
/// What the publisher has written for the apps that refer to a daprd, which says of itself neither who wrote it nor for whom. When the
/// daprd goes, the app's Secret and its ConfigMap may go with it: the publisher then writes none, leaves the earlier ones in the folder,
/// and Helm fails at the values that they read. The record lists them as <c>sha256sum</c> does, so that a file that somebody has changed
/// since is told and not removed.
/// </summary>
internal static class ChartRecord
{
    private const string FileName = ".dapr-shared";

    /// <summary>
    /// Removes what an earlier publish wrote and this one does not, records this one, and returns what could not be removed.
    /// </summary>
    /// <param name="folder">The chart.</param>
    /// <param name="written">All files of this publish.</param>
    /// <param name="ofClients">Those of them that are recorded.</param>
    public static IReadOnlyList<Diagnostic> Update(string folder, HashSet<string> written, IEnumerable<string> ofClients)
    {
        List<Diagnostic> mistakes = [];
        SortedDictionary<string, string> record = new(StringComparer.Ordinal);
        foreach (var (name, hash) in Read(folder))
        {
            var file = Path.Combine(folder, name);
            if (written.Contains(file) || !File.Exists(file))
            {
                continue;
            }

            if (HashOf(file) == hash)
            {
                ChartFolder.Remove(file);
            }
            else
            {
                record[name] = hash;
                mistakes.Add(DiagnosticRules.LeftOver.For(
                    file,
                    "an earlier publish wrote it for an app that referred to a shared daprd, this one does not, "
                    + "and it has been changed since, so it stays; Helm installs it, or fails at the values that it reads.",
                    "Delete it."));
            }
        }

        foreach (var file in ofClients.Where(File.Exists))
        {
            record[Path.GetRelativePath(folder, file).Replace('\\', '/')] = HashOf(file);
        }

        var path = Path.Combine(folder, FileName);
        if (record.Count > 0)
        {
            File.WriteAllText(path, $"{OutputFolder.Header}\n{string.Concat(record.Select(pair => $"{pair.Value}  {pair.Key}\n"))}");
        }
        else if (File.Exists(path) && OutputFolder.IsGenerated(path))
        {
            File.Delete(path);
        }

        return mistakes;
    }

    // Only what lies in the chart.
    private static List<(string Name, string Hash)> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var root = Path.GetFullPath(Path.Combine(folder, ChartTemplates.FolderName)) + Path.DirectorySeparatorChar;
        var parts = from line in File.Exists(path) ? File.ReadAllLines(path).Skip(1) : []
                    select line.Split("  ", 2) into part
                    where part.Length == 2
                        && Path.GetFullPath(Path.Combine(folder, part[1])).StartsWith(root, StringComparison.Ordinal)
                    select (part[1], part[0]);
        return [.. parts];
    }

    private static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}

using System.Text.RegularExpressions;
using DaprShared.Build;

namespace Build.Tests;

/// <summary>
/// A file of Clients/: each question to a client, everything that it wrote, and its exit code. What does not matter is left out.
/// </summary>
internal static class RecordedClient
{
    public static ContainerClient Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Clients", $"{name}.txt"));
        var answers = Regex.Split(text, @"^\$ ", RegexOptions.Multiline).Skip(1).Select(Answer).ToList();
        return new(text.Split(' ')[1], answers[0], answers[1], answers.ElementAtOrDefault(2));
    }

    private static Answer Answer(string part)
    {
        var lines = part.TrimEnd().Split('\n');
        return new(int.Parse(lines[^1].Split(' ')[1], provider: null), string.Join('\n', lines[1..^1]));
    }
}

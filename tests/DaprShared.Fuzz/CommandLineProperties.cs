using CsCheck;
using DaprShared.Tool.Chart;

namespace DaprShared.Fuzz;

/// <summary>The command line: any words, and expressions of <c>--set</c>.</summary>
public class CommandLineProperties
{
    [Fact]
    public void Any_words_end_with_an_exit_code() => Words.Array[0, 7].Holds(80, words =>
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        string[] args = [.. words.SelectMany(word => word == Folder ? ["-o", Path.Combine(folder, "out")] : (string[])[word])];
        var run = ToolRun.Once("shared: {appId: orders}", args);
        Assert.Equal(run, ToolRun.Once("shared: {appId: orders}", args));
        Directory.Delete(folder, recursive: true);

        Assert.Contains(run.Exit, (int[])[0, 1, 2]);
        Assert.True(run.Exit == 0 || run.Errors.Length > 0, "Nothing is said.");
        Assert.True(run.Exit == 0 || args.Length == 0 || run.Output.Length == 0, run.Output);
    }, words => string.Join('\n', words.AsEnumerable()));

    [Fact]
    public void Expressions_become_manifests_or_diagnostics() => Gen.Select(Option, Expressions).Array[1, 4].Holds(100,
        sets => ToolRun.Render("shared: {appId: orders}",
            ["render", "-f", "-", .. sets.Select(set => $"{set.Item1}={set.Item2}")]),
        sets => string.Join('\n', sets.Select(set => $"{set.Item1}={set.Item2}")));

    // Nothing is written anywhere else.
    private const string Folder = "-o FOLDER";

    // As an operating system hands them over: an argument has no zero in it.
    private static Gen<string> Text { get; } = Inputs.Text.Select(text => text.Replace("\0", "", StringComparison.Ordinal));

    private static Gen<string> Option { get; } = Gen.Frequency((4, "--set"), (2, "--set-string"), (1, "--set-file"));

    private static Gen<string> Key { get; } = Gen.OneOf(ChartKeyTable.All.Select(row => row.Key).ToArray());

    private static Gen<string> Expressions { get; } = Gen.Frequency(
        (6, Gen.Select(
            Key,
            Gen.OneOf("1", "true", "debug", "null", "{a,b}", "{}", "0x10", "1.18", "", "{a", "\\,", "a\\=b"),
            (key, value) => $"{key}={value}")),
        (2, Gen.Select(Key, Text, (key, value) => $"{key}={value}")),
        (2, Gen.Select(
            Key,
            Gen.OneOf("[0]", "[1].a", "[65536]", "[65535]", "[-1]", "[0][0]", "[x]", ".a.b", ".a[2].b", "[", "."),
            (key, path) => $"{key}{path}=1")),
        (1, Gen.Select(
            Key,
            Gen.OneOf(".a", "[0]"),
            Gen.OneOf(10, 40, 5000),
            (key, step, count) => $"{key}{string.Concat(Enumerable.Repeat(step, count))}=1")),
        (1, Text)).WithSlips().Select(text => text.Replace("\0", "", StringComparison.Ordinal)).Where(text => text.Length > 0);

    private static Gen<string> Words { get; } = Gen.Frequency(
        (6, Gen.Const("render")),
        (6, Gen.OneOf(
            "-f", "-", "--values", "--set", "--set-string", "--set-file", "--resources-path", "--namespace", "-n", "--help", "-h", "-?",
            "--version", "--", "-f=-", "--set=", "@file", "[suggest]", "[diagram]", "[suggest:5]", "shop", "/", "..", "none.yaml",
            "shared.appId=orders", "shared.log.level=debug", "shared.appId=none.yaml", "shared.appId=")),
        (2, Gen.Const(Folder)),
        (2, Expressions.Where(IsHarmless)),
        (1, Text.Where(IsHarmless)));

    private static bool IsHarmless(string word) => !(word.StartsWith('-') && word.Contains('o', StringComparison.Ordinal));
}

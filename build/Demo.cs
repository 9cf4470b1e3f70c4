using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>The playground, as a user would run it.</summary>
internal static class Demo
{
    public const string AppHost = "playground/Shop.AppHost/Shop.AppHost.csproj";
    private const string ToolExample = "tests/DaprShared.Tool.Tests/Examples/nodeapp/values.yaml";

    public static async Task Run(bool once)
    {
        var selection = await Selection.Choose("demo");
        if (!selection.Has(AppHost))
        {
            Console.WriteLine("demo: the shop is among them; the same manifests come from the tool:\n");
            await Shell.Check("dotnet", "run", "-c", "Release", "--project", Packages.Tool, "--", "render", "-f", ToolExample);
            return;
        }

        once |= Console.IsInputRedirected; // nobody is there to press Ctrl+C
        var (building, preparing) = (Shell.Check("dotnet", ["build", AppHost, .. Solution.Release]), Stack.Prepare(cli: false));
        await Task.WhenAll(building, preparing);
        var missing = await preparing;
        if (missing is null) { await Shop.Run(AppHost, once); }
        else
        {
            Console.WriteLine($"demo: the shop is published only, because {missing}");
        }

        if (missing is not null || once) { await Publish(); }
    }

    /// <summary>Writes what <c>aspire publish</c> would, and lists it.</summary>
    private static async Task Publish()
    {
        var output = new DirectoryInfo(Shell.Artifacts("demo"));
        if (output.Exists) { output.Delete(recursive: true); }

        string[] arguments = [await Shop.Program(AppHost), "--operation", "publish", "--step", "publish", "--output-path", output.FullName];
        var published = await Shell.Capture("dotnet", arguments, TimeSpan.FromMinutes(5), Path.GetDirectoryName(AppHost));
        if (!published.Succeeded) { throw new Failure($"Publishing failed:\n{published.Output}"); }

        Console.WriteLine($"\nPublished to {Path.GetRelativePath(".", output.FullName)}:");
        foreach (var file in output.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            var kind = Regex.Match(await File.ReadAllTextAsync(file.FullName), "^kind: \"?(\\w+)", RegexOptions.Multiline).Groups[1];
            Console.WriteLine($"  {kind,-16} {Path.GetRelativePath(output.FullName, file.FullName)}");
        }
    }
}

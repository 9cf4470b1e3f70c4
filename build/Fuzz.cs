using System.Globalization;

namespace DaprShared.Build;

/// <summary>Properties that hold of any input, tried with new ones for a while.</summary>
internal static class Fuzz
{
    private const string Tests = "tests/DaprShared.Fuzz/DaprShared.Fuzz.csproj";

    public static async Task Run(string[] options)
    {
        var minutes = options switch
        {
            [] => 10,
            ["--minutes", var text] when
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
            _ => throw new Failure("fuzz takes --minutes and a whole number of them."),
        };
        await KubernetesSchemas.Install();
        await Shell.Check("dotnet", ["build", Tests, .. Solution.Release]);
        Console.WriteLine($"Each property is tried with new inputs, for {minutes} min in all. A fault is printed with its seed and input.");
        string[] test = ["test", "--project", Tests, "--configuration", "Release", "--no-build", "--no-progress"];
        var seconds = new Dictionary<string, string> { ["FUZZ_SECONDS"] = $"{minutes * 60}" };
        if (await Shell.Await(Shell.Run("dotnet", test, seconds), "the properties are tried") != 0)
        {
            throw new Failure("A property does not hold. Make its input a test of its own, and mend it.");
        }
    }
}

#!/usr/bin/env dotnet
#:project build/Build.csproj
#:property PublishAot=false
#:property GenerateDocumentationFile=true
// The project's one entry point: dotnet run build.cs -- <command>. Each command does all of its own set-up; what they do is in build/.
using DaprShared.Build;

(string Name, string Help, Func<string[], Task> Run)[] commands =
[
    ("test", "build everything and run all tests that need no container", _ => TestRun.Test()),
    ("e2e", "run the shop on the real orchestrator, with containers, and test it from outside", _ => TestRun.EndToEnd()),
    ("faults", "stop, kill and pause everything under load and print how soon it recovers; --seconds N for each, --times N, "
        + "--minutes N for all, --only redis,'counter Kill'", TestRun.Faults),
    ("demo", "start the shop and say what to try; --once: place one order, publish, end", options => Demo.Run(options.Contains("--once"))),
    ("pictures", "take the pictures of the pages from the running shop, with Chromium", _ => Pictures.Take()),
    ("fuzz", "try each property with new inputs; --minutes N: for so long, 10 if it is left out", Fuzz.Run),
    ("mutate", "measure the mutation score of the model; --part 1/8: of each eighth file; other options go to Stryker", Mutation.Run),
    ("pack", "make the NuGet packages in artifacts/packages; --verify: twice, and compare",
        options => Packages.Pack(options.Contains("--verify"))),
    ("bench", "measure speed and memory beside their peers; after pack, the tool's native code too; --only starts: of AppHosts", Bench.Run),
    ("api", "write the baselines of the public API, of C# and of TypeScript", _ => Api.Write()),
    ("format", "check the format of all code", _ => Format.Run()),
];

Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
var command = commands.FirstOrDefault(command => command.Name == args.FirstOrDefault());
if (command.Run is null)
{
    var known = from each in commands select $"  {each.Name,-8}{each.Help}";
    Console.WriteLine("dotnet run build.cs -- COMMAND\n\n" + string.Join('\n', known));
    return 1;
}

try
{
    await command.Run(args[1..]);
    return 0;
}
catch (Failure failure)
{
    Console.WriteLine(failure.Message);
    return 1;
}

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
    ("demo", "start the shop and say what to try; --once: place one order, publish, end", options => Demo.Run(options.Contains("--once"))),
    ("pack", "make the NuGet packages in artifacts/packages", _ => Packages.Pack()),
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

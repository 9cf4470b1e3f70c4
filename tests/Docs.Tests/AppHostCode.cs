using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DaprShared.Docs.Tests;

/// <summary>Code of an AppHost with all packages, compiled and run here.</summary>
internal static class AppHostCode
{
    // Those of the SDK, and those of Aspire.AppHost.Sdk.
    private static readonly string _usings = string.Concat(
        from name in (string[])
        [
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks", "Aspire.Hosting", "Aspire.Hosting.ApplicationModel",
        ]
        select $"global using {name};\n");

    private static readonly List<MetadataReference> _references =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           select MetadataReference.CreateFromFile(path),
    ];

    private static readonly CSharpParseOptions _language = new(LanguageVersion.Latest);

    // Without what a run on this machine would need, and without a log.
    private const string Begin = """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Configuration["DcpPublisher:CliPath"] = "dcp";
        """;

    /// <summary>Compiles the files of a program or of a library.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> files)
    {
        var trees = files.Append(_usings).Select(text => CSharpSyntaxTree.ParseText(text, _language)).ToList();
        var isProgram = trees.Exists(tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        return CSharpCompilation.Create("page", trees, _references, new(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Publishes the application that some lines make; returns its files.</summary>
    public static IReadOnlyDictionary<string, string> Publish(string lines)
    {
        using var program = new MemoryStream();
        var emitted = Compile([$"{Begin}\n{lines}\nbuilder.Build().Run();"]).Emit(program);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));

        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            string[] arguments = ["--operation", "publish", "--step", "publish", "--output-path", folder];
            Assembly.Load(program.ToArray()).EntryPoint!.Invoke(null, [arguments]);
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToDictionary(
                file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

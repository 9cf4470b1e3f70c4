namespace DaprShared.Hosting.Tests;

/// <summary>One shared daprd as plain manifests, and as the tool renders it.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly Variants _variants = new();
    private readonly string _output = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public static TheoryData<string> Names => [.. Variants.Names];

    public void Dispose()
    {
        _variants.Dispose();
        Directory.Delete(_output, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Plain_manifests_are_the_tools_byte_for_byte(string variant)
    {
        using var errors = new StringWriter();
        using var values = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Variants.Values(variant)));
        Assert.True(
            Tool.Program.Run(
                ["render", "-f", "-", "--resources-path", _variants.ResourcesFile, "-o", _output],
                values,
                errors,
                errors) == 0,
            errors.ToString());

        var plain = await AppHost.PublishAsync(builder => _variants.Add(builder, variant));

        Assert.Equal(
            Directory.EnumerateFiles(_output)
                .Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}"),
            plain.Where(file => file.Key.StartsWith("dapr-shared/orders/", StringComparison.Ordinal))
                .Select(file => $"{Path.GetFileName(file.Key)}\n{file.Value}"));
    }
}

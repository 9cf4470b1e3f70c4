using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>The images of the containers; in place of each that cannot be pulled, one that is made on this machine.</summary>
internal static class Images
{
    private const string Label = "dapr-shared.substitute";

    private static string DaprVersion =>
        Regex.Match(File.ReadAllText("src/DaprShared/ContainerImage.cs"), "DefaultVersion = \"(.+)\"").Groups[1].Value;

    /// <summary>Gets an image in which <c>/daprd --version</c> ends at once.</summary>
    public static string Daprd => $"docker.io/daprio/daprd:{DaprVersion}";

    // One program plays all of Dapr's, under the name that the container is started with.
    private static (string Image, string[] Options, Func<Task<string?>> Substitute)[] All =>
    [
        (Daprd, ["--build-arg", "PROGRAM=daprd"], Substitutes.Dapr),
        ($"docker.io/daprio/placement:{DaprVersion}", ["--build-arg", "PROGRAM=placement"], Substitutes.Dapr),
        ($"docker.io/daprio/scheduler:{DaprVersion}", ["--build-arg", "PROGRAM=scheduler"], Substitutes.Dapr),
        ("docker.io/library/redis:8.2", [], Substitutes.Redis),
        ("mcr.microsoft.com/azurelinux/base/core:3.0", [], Substitutes.TunnelBase), // what Aspire's container tunnel is built on
    ];

    /// <summary>Makes the app of the end-to-end tests, for where it is a container.</summary>
    public static async Task<bool> PrepareApp(string client)
    {
        if (await Substitutes.App() is not { } folder) { return false; }

        await Build(client, "localhost/dapr-shared-end-to-end-app:1", folder);
        return true;
    }

    /// <summary>Makes all images available; returns what is missing if one is.</summary>
    public static async Task<string?> Prepare(string client)
    {
        var all = All;
        var here = await Task.WhenAll(from each in all select IsHere(client, each.Image));
        foreach (var (image, options, substitute) in all.Where((_, index) => !here[index]))
        {
            // Made anew each time: it changes with the code.
            if (await substitute() is not { } folder) { return $"the image {image} is not here and cannot be pulled; `{client} load` it."; }

            var source = Path.GetRelativePath(".", folder);
            Console.WriteLine($"{image} cannot be pulled; an image from {source} takes its place under that name.");
            await Build(client, image, folder, ["--label", $"{Label}=true", .. options]);
        }

        return null;
    }

    // The name of the file is Podman's; Docker looks for it only when told.
    private static async Task Build(string client, string image, string folder, params string[] options)
    {
        var built = await Shell.Capture(
            client, ["build", "--quiet", .. options, "--file", $"{folder}/Containerfile", "--tag", image, folder], TimeSpan.FromMinutes(5));
        if (!built.Succeeded) { throw new Failure($"{client} cannot build {image}:\n{built.Output}"); }
    }

    private static async Task<bool> IsHere(string client, string image)
    {
        string[] inspect = ["image", "inspect", "--format", "{{json .Config.Labels}}", image];
        var labels = await Shell.Capture(client, inspect, TimeSpan.FromMinutes(1));
        return labels.Succeeded
            ? !labels.Output.Contains(Label, StringComparison.Ordinal)
            : (await Shell.Capture(client, ["pull", image, "--quiet"], TimeSpan.FromMinutes(10))).Succeeded;
    }
}

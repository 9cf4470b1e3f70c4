using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>The component that daprd names when it ends.</summary>
/// <param name="Text">Which one it is, and what it stands on.</param>
/// <param name="Fix">What to do.</param>
internal sealed partial record BlamedComponent(string Text, string Fix)
{
    /// <summary>Returns the component that an error names, or <see langword="null"/>.</summary>
    public static BlamedComponent? In(string error, IResource resource)
    {
        if (Named().Match(error) is not { Success: true } named)
        {
            return null;
        }

        var name = named.Groups["name"].Value;
        var daprd = resource as DaprSharedResource;
        if (daprd?.Components.FirstOrDefault(component => component.Name == name) is not { } component)
        {
            var file = daprd?.ReadFiles().FirstOrDefault(file => file.Documents.Any(document => document.Name == name));
            var place = file is null ? "" : $" of {file.Path}";
            return new($"It is component '{name}'{place}.", $"Correct '{name}'{place} and start the resource again.");
        }

        var what = $"It is component '{name}' ({component.Type})";
        return BackEnds.Of(component.References).Where(backEnd => backEnd is not ParameterResource).ToList() is [var backEnd, ..]
            ? new(
                $"{what}, which stands on '{backEnd.Name}'.",
                $"Check that '{backEnd.Name}' runs and that the metadata of '{name}' suits it, and start the resource again.")
            : new($"{what}.", $"Correct the type or the metadata of '{name}' and start the resource again.");
    }

    // dapr v1.18.3 pkg/runtime/components.go and pkg/runtime/errors/init.go.
    [GeneratedRegex(@"process component (?<name>\S+) error: |initialization error occurred for (?<name>\S+) \(")]
    private static partial Regex Named();
}

using System.Globalization;

namespace DaprShared.Doctor;

/// <summary>Says once what was not in the input, so that nobody takes silence for health.</summary>
internal static class NotInInput
{
    private const int Most = 5;

    // What it takes, what is then looked at, and the daprds that lack it.
    private static readonly (string What, string Checks, Func<Manifests, FoundDaprd, bool> Lacks)[] _table =
    [
        ("the Services", "node-local traffic, ports, selectors, the name for other daprds, NetworkPolicies",
            (manifests, daprd) => daprd.IsShared && !manifests.ServicesOf(daprd).Any()),
        ("the app", "whether it sends the API token and asks for its own",
            (manifests, daprd) => daprd.IsShared && !manifests.ClientsOf(daprd).Any() && !manifests.AppsOf(daprd).Any()),
        ("Dapr's components and other resources", "what they name, scopes, and what happens to messages while the app is away",
            (manifests, daprd) => !manifests.HasDocuments(daprd)),
        ("the image of daprd, which the control plane chooses,", "what differs between versions",
            (_, daprd) => daprd is { IsInjected: true, Image.Text.Length: 0 }),
    ];

    /// <summary>Returns the first of many, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> names) => names.Count <= Most ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(Most))} and {names.Count - Most} more");

    public static IEnumerable<string> Of(Manifests manifests)
    {
        foreach (var (workload, container) in manifests.Unread)
        {
            yield return $"Not read: the flags of container '{container.Name}' of {workload.Object}, which are in a script of a shell. "
                + "Not checked: this daprd.";
        }

        if (manifests is { Daprds.Count: 0, Unread.Count: 0 })
        {
            yield return "There is no shared daprd and no sidecar in the input.";
        }

        foreach (var (what, checks, lacks) in _table)
        {
            var names = manifests.Daprds.Where(daprd => lacks(manifests, daprd)).Select(daprd => $"'{daprd.Name}'").Distinct().ToList();
            if (names.Count > 0)
            {
                yield return $"Not in the input: {what} of {Some(names)}. Not checked: {checks}.";
            }
        }

        if (manifests is { Daprds.Count: > 0, ControlPlane: null })
        {
            yield return "Not in the input: the control plane, and no --dapr-version. Not checked: whether daprd is older than it.";
        }
    }
}

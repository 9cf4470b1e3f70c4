using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace DaprShared.Hosting;

/// <summary>Finds the mistakes in all shared daprds of an application: each one's own, and those between them and their apps.</summary>
internal static class ModelValidator
{
    public static IReadOnlyList<Diagnostic> Validate(IReadOnlyList<DaprSharedResource> daprds, DaprdMode mode)
    {
        List<Diagnostic> mistakes = [];
        foreach (var daprd in daprds)
        {
            mistakes.AddRange(Validator.Validate(SharedDaprdFactory.Create(daprd, mistakes), mode));
            if (daprd.App is ModelApp { App: var app } && app.Annotations.OfType<DaprSidecarAnnotation>().Any())
            {
                mistakes.Add(HasSidecar(daprd.Name, app.Name));
            }
        }

        foreach (var same in daprds.GroupBy(daprd => daprd.AppId, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            mistakes.Add(DiagnosticRules.DuplicateAppId.For(string.Join(", ", same.Select(daprd => daprd.Name)), $"they all have the app-id '{same.Key}'.",
                "Give each shared daprd an app-id of its own, or share one."));
        }

        mistakes.AddRange(ReferenceValidator.Validate(daprds, mode));
        return mistakes;
    }

    public static Diagnostic HasSidecar(string daprd, string app) =>
        DiagnosticRules.AppHasSidecar.For(daprd, $"app '{app}' also has a Dapr sidecar.", "Remove WithDaprSidecar from the app.");
}

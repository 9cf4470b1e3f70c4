using System.Text.RegularExpressions;
using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Tokens and other secrets of pods. No message has a value.</summary>
internal static partial class DoctorRules
{
    private static DoctorRule[] TokenRules() =>
    [
        Shared(DiagnosticRules.TokenOff,
            "daprd asks for no token when DAPR_API_TOKEN is absent or empty, and a shared daprd is open to every pod that reaches it.",
            WithoutToken),
        Shared(DiagnosticRules.TokenRefused,
            "daprd answers 401 to a call whose header dapr-api-token is not its DAPR_API_TOKEN, and an app does the same with "
                + "APP_API_TOKEN; the "
                + "SDKs of Dapr take both from these variables.",
            Refusals),
        Daprd(DiagnosticRules.TokenAtOneEnd,
            "A token protects only where one end sends it and the other one asks for it (DAPR_API_TOKEN: app to daprd, APP_API_TOKEN: "
                + "daprd to "
                + "app).",
            OneEnds),
        Daprd(DiagnosticRules.LiteralInPod,
            "Whoever may read the workload, its manifest or its history reads the value; a Secret has rights of its own.",
            LiteralSecrets),
    ];

    private static IEnumerable<Spot> WithoutToken(Manifests manifests, FoundDaprd daprd)
    {
        var variable = manifests.VariableOf(daprd, AppEnvironment.ApiToken);
        if (variable is null)
        {
            yield return TokenSpot(daprd, AppEnvironment.ApiToken, null, $"daprd '{daprd.Name}' has no {AppEnvironment.ApiToken}.");
        }
        else if (!HasToken(manifests, daprd, AppEnvironment.ApiToken))
        {
            yield return TokenSpot(daprd, AppEnvironment.ApiToken, variable, "the token is empty.");
        }
    }

    private static Spot TokenSpot(FoundDaprd daprd, string name, FoundVariable? variable, string message) => new(
        daprd.Object,
        variable?.Field ?? daprd.Container?.Field($"env[{name}]") ?? daprd.Workload.Field($"metadata.annotations[{Annotation(name)}]"),
        variable?.Node ?? daprd.Container?.Node,
        message,
        daprd.IsInjected
            ? $"Name a Secret with the key token: {Annotation(name)}."
            : $"Set {name} from a Secret, at daprd and at the app.");

    private static string From(FoundVariable variable) => variable.Secret is { } secret
        ? $"from key '{secret.Key}' of Secret '{secret.SecretName}'"
        : "from the Secret that daprd has it from";

    private static string Annotation(string name) =>
        name == AppEnvironment.ApiToken ? "dapr.io/api-token-secret" : "dapr.io/app-token-secret";

    private static bool HasToken(Manifests manifests, FoundDaprd daprd, string name) =>
        manifests.VariableOf(daprd, name) is { } variable && manifests.TextOf(variable, daprd.Object) is not "";

    private static IEnumerable<Spot> Refusals(Manifests manifests, FoundDaprd daprd)
    {
        foreach (var (workload, container) in manifests.ClientsOf(daprd))
        {
            var (asked, sent) = (manifests.VariableOf(daprd, AppEnvironment.ApiToken),
                manifests.VariableOf(workload, container, AppEnvironment.ApiToken));
            if (HasToken(manifests, daprd, AppEnvironment.ApiToken) && sent is null)
            {
                yield return new(workload.Object, container.Field($"env[{AppEnvironment.ApiToken}]"), container.Node,
                    $"it calls daprd '{daprd.Name}', which asks for a token, and has no {AppEnvironment.ApiToken}.",
                    $"Set the variable {AppEnvironment.ApiToken} {From(asked!)}.");
            }
            else if (manifests.TextOf(asked, daprd.Object) is { Length: > 0 } own
                && manifests.TextOf(sent, workload.Object) is { Length: > 0 } other && own != other)
            {
                yield return new(workload.Object, sent!.Field, sent.Node,
                    $"its {AppEnvironment.ApiToken} is another one than that of daprd '{daprd.Name}', which it calls.",
                    "Take both from one Secret.");
            }
        }

        if (manifests.VariableOf(daprd, AppEnvironment.AppToken) is null)
        {
            foreach (var (workload, container, _) in Checking(manifests, daprd))
            {
                yield return TokenSpot(daprd, AppEnvironment.AppToken, null,
                    $"container '{container.Name}' of {workload.Object}, which daprd calls, asks for {AppEnvironment.AppToken}, and daprd "
                        + "sends "
                        + "none.");
            }
        }
    }

    // The containers of a daprd's app that ask for its token.
    private static IEnumerable<(Workload Workload, Container Container, FoundVariable Variable)> Checking(
        Manifests manifests, FoundDaprd daprd) =>
        from workload in manifests.AppsOf(daprd)
        from container in workload.Containers
        where container != daprd.Container
        let variable = manifests.VariableOf(workload, container, AppEnvironment.AppToken)
        where variable is not null
        select (workload, container, variable);

    private static IEnumerable<Spot> OneEnds(Manifests manifests, FoundDaprd daprd)
    {
        const string api = AppEnvironment.ApiToken, app = AppEnvironment.AppToken;
        foreach (var (workload, container) in manifests.ClientsOf(daprd))
        {
            if (!HasToken(manifests, daprd, api) && manifests.VariableOf(workload, container, api) is { IsUnknown: false } sent
                && manifests.TextOf(sent, workload.Object) is not "")
            {
                yield return new(workload.Object, sent.Field, sent.Node,
                    $"it has {api}, and daprd '{daprd.Name}', which it calls, asks for none.", $"Give daprd {api} from the same Secret.");
            }
        }

        var apps = manifests.AppsOf(daprd).ToList();
        if (apps.Count > 0 && manifests.VariableOf(daprd, app) is { IsUnknown: false } own && !Checking(manifests, daprd).Any())
        {
            yield return new(daprd.Object, own.Field, own.Node,
                $"daprd sends {app}, and no container of {apps[0].Object} has it to compare with.",
                $"Set the variable {app} of {apps[0].Object} {From(own)}.");
        }

        var containers = daprd.Workload.Containers.Where(container => container != daprd.Container && !container.IsInit).ToList();
        if (!daprd.IsShared && containers.Count > 0 && manifests.VariableOf(daprd, api) is { IsUnknown: false } asked
            && containers.All(container => manifests.VariableOf(daprd.Workload, container, api) is null))
        {
            yield return new(daprd.Object, asked.Field, asked.Node,
                $"the sidecar asks for a token, and no container of the pod has {api}.",
                $"Set the variable {api} {From(asked)}.");
        }

        // What the official chart does with initContainer.token.
        if (manifests.VariableOf(daprd, app) is null && manifests.VariableOf(daprd, api)?.Secret is { } beside
            && manifests.Find("Secret", beside.SecretName!, daprd.Object) is { } found
            && Variables.Keys(found).FirstOrDefault(IsAppToken) is { } key)
        {
            yield return OfObject(found, $"data[{key}]", $"the Secret has '{key}', and nothing gives it to daprd '{daprd.Name}'.",
                $"Set {app} from it, at daprd and at the app, or remove it.");
        }

        static bool IsAppToken(string key) => Suggestion.Plain(key) is "appapitoken" or "apptoken";
    }

    private static IEnumerable<Spot> LiteralSecrets(Manifests manifests, FoundDaprd daprd)
    {
        var own = from container in daprd.Workload.Containers
                  where container == daprd.Container
                  from item in Variables.Literals(container)
                  select (Workload: daprd.Workload, Container: container, item.Name, item.Node);
        var apps = from workload in manifests.AppsOf(daprd).Concat(manifests.ClientsOf(daprd).Select(client => client.Workload)).Distinct()
                   from container in workload.Containers
                   where container != daprd.Container
                   from item in Variables.Literals(container)
                   where item.Name is AppEnvironment.ApiToken or AppEnvironment.AppToken
                   select (workload, container, item.Name, item.Node);
        foreach (var (of, holder, name, node) in own.Concat(apps).Where(item => SecretName().IsMatch(item.Name)))
        {
            yield return new(of.Object, holder.Field($"env[{name}]"), node, $"variable {name} has its value in the manifest.",
                $"Keep it in a Secret: valueFrom.secretKeyRef.");
        }

        if (daprd.IsInjected && daprd.Workload.Annotations.TryGetValue("dapr.io/env", out var pairs))
        {
            foreach (var name in pairs.Split(',').Select(pair => pair.Split('=')[0].Trim()).Where(name => SecretName().IsMatch(name)))
            {
                yield return InPod(daprd, "metadata.annotations[dapr.io/env]",
                    daprd.Object.Root.At([.. daprd.Workload.TemplatePath, "metadata", "annotations", "dapr.io/env"]),
                    $"variable {name} has its value in the annotation.", "Keep it in a Secret: dapr.io/env-from-secret.");
            }
        }
    }

    [GeneratedRegex("(password|passwd|secret|token|connectionstring|(api|access|account|private)_?key)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}

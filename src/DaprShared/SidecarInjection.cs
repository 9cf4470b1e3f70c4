using System.Text.RegularExpressions;
using k8s.Models;

namespace DaprShared;

/// <summary>
/// Injected mode: the pod holds a placeholder, and the cluster's own sidecar injector adds daprd to it. Trust anchors, addresses and
/// version then follow the control plane, and need no copy; in return only what has an annotation can be set.
/// </summary>
/// <seealso href="https://docs.dapr.io/concepts/dapr-services/sidecar-injector/"/>
public sealed record SidecarInjection
{
    /// <summary>
    /// Gets a value indicating whether <see cref="SharedDaprd.Image"/> is used (<c>dapr.io/sidecar-image</c>). Default
    /// <see langword="false"/>: the version is that of the control plane.
    /// </summary>
    public bool PinImage { get; init; }

    /// <summary>Gets the placeholder's image. Default <c>registry.k8s.io/pause:3.10.1</c>: it sleeps, as a user that is not root.</summary>
    public ContainerImage PlaceholderImage { get; init; } = new() { Registry = "registry.k8s.io", Name = "pause", Tag = "3.10.1" };

    /// <summary>Gets the placeholder's resources. Default: requests of 1m CPU and 4Mi, limits of 10m and 16Mi.</summary>
    /// <remarks>They are <c>resources.requests</c> and <c>resources.limits</c> in <c>spec.containers</c>.</remarks>
    public V1ResourceRequirements PlaceholderResources { get; init; } = new()
    {
        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1m"), ["memory"] = new("4Mi") },
        Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("10m"), ["memory"] = new("16Mi") },
    };
}

/// <summary>The annotations that the sidecar injector makes a daprd from (dapr v1.18.3 pkg/injector/patcher/sidecar.go).</summary>
internal static partial class InjectedAnnotations
{
    private const string Prefix = "dapr.io/";

    public static IEnumerable<KeyValuePair<string, string>> Build(SharedDaprd daprd, Func<object, string> resolve)
    {
        IEnumerable<(string Name, string? Value)> annotations =
        [
            ("enabled", "true"),
            .. from option in DaprdOptionTable.All
               where option.Annotation is not null
               select (option.Annotation, option.InjectedValueFor(daprd)?.Resolve(resolve)),
            ("api-token-secret", daprd.ApiToken is { } api ? api.SecretName ?? ObjectNames.TokenSecret(daprd.AppId) : null),
            ("app-token-secret", daprd.AppToken is { } app ? app.SecretName ?? ObjectNames.TokenSecret(daprd.AppId) : null),
            ("sidecar-image", daprd.Injection?.PinImage == true ? daprd.Image.ToString() : null),
            .. from kind in (string[])["request", "limit"]
               from resource in Resources
               select ($"sidecar-{resource}-{kind}", Quantity(daprd, resource, kind)),
            ("env", Join([
                .. daprd.Pod.MemoryLimitForGo is { } limit ? [$"GOMEMLIMIT={limit}"] : Array.Empty<string>(),
                .. Ordered(daprd.Pod.Environment).Select(pair => $"{pair.Key}={pair.Value}"),
            ])),
            ("env-from-secret", Join(Ordered(daprd.Pod.SecretEnvironment)
                .Select(pair => $"{pair.Key}={pair.Value.SecretName ?? ObjectNames.TokenSecret(daprd.AppId)}:{pair.Value.Key}"))),
            ("volume-mounts", Join(daprd.Pod.VolumeMounts.Where(mount => mount.ReadOnlyProperty == true).Select(Mount))),
            ("volume-mounts-rw", Join(daprd.Pod.VolumeMounts.Where(mount => mount.ReadOnlyProperty != true).Select(Mount))),
        ];
        return from annotation in annotations
               where annotation.Value is not null
               select KeyValuePair.Create(Prefix + annotation.Name, annotation.Value);
    }

    /// <summary>
    /// Returns what the user set and no annotation can carry: the name, the value, what the injector does instead, and the member of the
    /// model.
    /// </summary>
    public static IEnumerable<(string Name, string? Value, string Instead, string Member)> Refused(SharedDaprd daprd)
    {
        foreach (var option in DaprdOptionTable.All.Where(option => option.IsUserOption && option.Annotation is null))
        {
            var fixedValue = option.KubernetesDefault ?? option.Default;
            if (option.Read(daprd, DaprdMode.Kubernetes)?.Text is { } value && value != fixedValue)
            {
                yield return ($"option {option.Name}", value, fixedValue is null ? "leaves it unset" : $"always uses {fixedValue}",
                    option.Name);
            }
        }

        foreach (var (name, value) in daprd.Pod.Environment.Where(pair => NextVariable().IsMatch(pair.Value)))
        {
            yield return ($"environment variable {name}", value, "splits dapr.io/env at a comma before NAME=",
                nameof(PodSettings.Environment));
        }

        if (daprd.Options.EnableMetrics == false)
        {
            yield return ($"option {nameof(DaprdOptions.EnableMetrics)}", "false", "leaves the flag out, which daprd takes for true",
                nameof(DaprdOptions.EnableMetrics));
        }

        var (pod, control) = (daprd.Pod, daprd.ControlPlane);
        const string installed = "uses the one it was installed with", ofItsOwn = "uses that of its own control plane";
        (string Name, string? Value, string Instead, string Member)[] others =
        [
            ("operator address", control.OperatorOverride, ofItsOwn, nameof(ControlPlane.OperatorOverride)),
            ("Sentry address", control.SentryOverride, ofItsOwn, nameof(ControlPlane.SentryOverride)),
            ("token audience", control.SentryAudienceOverride, ofItsOwn, nameof(ControlPlane.SentryAudienceOverride)),
            ("pull policy", daprd.Image.PullPolicy, installed, nameof(ContainerImage.PullPolicy)),
            ("security context of the container", pod.ContainerSecurityContext is null ? null : "set", installed,
                nameof(PodSettings.ContainerSecurityContext)),
            ("extra arguments", daprd.ExtraArguments.Count == 0 ? null : "set", "gives daprd its own arguments only",
                nameof(SharedDaprd.ExtraArguments)),
            ("trust anchors", daprd.TrustAnchors is null ? null : "set", "supplies those of its own control plane",
                nameof(SharedDaprd.TrustAnchors)),
            .. from resource in (pod.Resources.Requests?.Keys ?? []).Union(pod.Resources.Limits?.Keys ?? [])
               where !Resources.Contains(resource)
               select ("resource", (string?)resource, "knows only cpu and memory", nameof(PodSettings.Resources)),
            .. from mount in pod.VolumeMounts
               where mount.SubPath is not null || mount.SubPathExpr is not null || mount.MountPropagation is not null
               select ("volume mount", (string?)mount.Name, "knows only the volume and the path of a mount",
                   nameof(PodSettings.VolumeMounts)),
        ];
        foreach (var other in others.Where(other => other.Value is not null))
        {
            yield return other;
        }
    }

    // A component's envRef is looked for in the list of names as a text, and the first place where it occurs has to be the name itself
    // (dapr v1.18.3 pkg/runtime/processor/secret/secret.go). A name is in longer ones only.
    private static IOrderedEnumerable<KeyValuePair<string, T>> Ordered<T>(IEnumerable<KeyValuePair<string, T>> variables) =>
        variables.OrderBy(pair => pair.Key.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    // dapr v1.18.3 pkg/injector/patcher/sidecar_container.go
    [GeneratedRegex(@",\s*[a-zA-Z_][a-zA-Z0-9_]*=")]
    private static partial Regex NextVariable();

    private static readonly string[] Resources = ["cpu", "memory"];

    private static string? Quantity(SharedDaprd daprd, string resource, string kind)
    {
        var quantities = kind == "request" ? daprd.Pod.EffectiveResources.Requests : daprd.Pod.EffectiveResources.Limits;
        return quantities?.TryGetValue(resource, out var quantity) == true ? quantity.ToString() : null;
    }

    private static string Mount(V1VolumeMount mount) => $"{mount.Name}:{mount.MountPath}";

    private static string? Join(IEnumerable<string> items) => string.Join(',', items) is { Length: > 0 } text ? text : null;
}

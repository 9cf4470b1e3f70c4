using System.Globalization;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using YamlDotNet.RepresentationModel;

namespace DaprdStandIn.Resources;

/// <summary>
/// The Resiliency resources: timeouts and retries for apps and for components. Policies have one name space for all resources, and some
/// names make them the default of a level. Circuit breakers and the targets "actors" are not in effect.
/// </summary>
internal sealed class Resiliency
{
    private readonly Dictionary<string, TimeSpan> _timeouts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RetryPolicy> _retries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _components = new(StringComparer.Ordinal);

    /// <summary>For calls to an app-id.</summary>
    public Policy? App(string appId) => _apps.TryGetValue(appId, out var target) ? Of(target) : Default("App", "");

    /// <summary>For what daprd asks of a component.</summary>
    /// <param name="type">"Statestore" or "Pubsub".</param>
    public Policy? Outbound(string component, string type) => Component(component, type, "outbound");

    /// <summary>For what a component brings to the app.</summary>
    public Policy? Inbound(string component, string type) => Component(component, type, "inbound");

    public void Add(YamlNode document, Log log)
    {
        var (policies, targets) = (document.At("spec", "policies"), document.At("spec", "targets"));
        if (policies.At("circuitBreakers") is not null || targets.At("actors") is not null)
        {
            log.Warn($"the stand-in has no circuit breakers and no targets of actors (Resiliency {document.Text("metadata", "name")})");
        }

        AddAll(_timeouts, policies.At("timeouts"), timeout => GoText.ParseDuration(timeout.Text()) ?? TimeSpan.Zero);
        AddAll(_retries, policies.At("retries"), Retry);
        AddAll(_apps, targets.At("apps"), target => target);
        AddAll(_components, targets.At("components"), target => target);
    }

    /// <summary>A component that is a target has no defaults, also for the direction that the target leaves out.</summary>
    private Policy? Component(string component, string type, string direction)
    {
        var level = direction == "inbound" ? "ComponentInbound" : "ComponentOutbound";
        return _components.TryGetValue(component, out var target)
            ? Of(target.At(direction))
            : Default(type + level, level, "Component", "");
    }

    private Policy? Of(YamlNode? target) => Policy(target.Text("timeout"), target.Text("retry"));

    private Policy? Default(params string[] levels) => Policy(
        levels.Select(level => $"Default{level}TimeoutPolicy").FirstOrDefault(_timeouts.ContainsKey) ?? "",
        levels.Select(level => $"Default{level}RetryPolicy").FirstOrDefault(_retries.ContainsKey) ?? "");

    private Policy? Policy(string timeout, string retry) =>
        (_timeouts.TryGetValue(timeout, out var time), _retries.GetValueOrDefault(retry)) switch
        {
            (false, null) => null,
            var (isLimited, found) => new(isLimited ? time : null, found),
        };

    /// <summary>Which codes of gRPC are worth a retry does not matter here: the stand-in reaches no app over gRPC.</summary>
    private static RetryPolicy Retry(YamlNode retry) => new(
        retry.Text("policy") == "exponential",
        GoText.ParseDuration(retry.Text("duration")) ?? TimeSpan.FromSeconds(5),
        GoText.ParseDuration(retry.Text("maxInterval")) ?? TimeSpan.FromSeconds(60),
        int.TryParse(retry.Text("maxRetries"), CultureInfo.InvariantCulture, out var retries) ? retries : -1,
        Ranges(retry.Text("matching", "httpStatusCodes")));

    /// <summary>Such as "429,502-504".</summary>
    private static List<(int First, int Last)>? Ranges(string text) => text.Length == 0 ? null :
    [
        .. from range in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           let ends = range.Split('-')
           select (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture)),
    ];

    private static void AddAll<T>(Dictionary<string, T> all, YamlNode? map, Func<YamlNode, T> read)
    {
        foreach (var (key, value) in (map as YamlMappingNode)?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
        {
            all[key.Text()] = read(value);
        }
    }
}

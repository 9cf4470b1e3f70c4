using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>An app outside the model, at a URL that is known now.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Protocol">What daprd speaks there, or <see langword="null"/> for what the URL's scheme says.</param>
internal sealed record RemoteUrl(string Url, string? Protocol = null) : IAppChannel
{
    private static readonly string[] Protocols = ["http", "https", "grpc", "grpcs", "h2c"];

    /// <summary>Gets a value indicating whether nothing of the URL may be shown.</summary>
    public bool IsSecret { get; init; }

    public RemoteApp? Resolve(string subject, List<Diagnostic> mistakes)
    {
        var shown = IsSecret ? "***" : UserInfo.Redact(Url);
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
            || !Protocols.Contains(uri.Scheme)
            || uri.PathAndQuery is not ("/" or "")
            || uri.UserInfo.Length > 0)
        {
            mistakes.Add(DiagnosticRules.HostIsNoHost.For(
                subject,
                $"'{shown}' is not a URL of an app that daprd can call.",
                "Use scheme://host:port with scheme http, https, grpc, grpcs or h2c, without a user name, a password and a path."));
            return null;
        }

        var protocol = Protocol ?? uri.Scheme;
        if (uri.Scheme != protocol && uri.Scheme != (IsTls(protocol) ? "https" : "http"))
        {
            mistakes.Add(DiagnosticRules.SchemeIsNotProtocol.For(
                subject,
                $"the app's URL '{shown}' has scheme {uri.Scheme}, but daprd is told to speak {protocol}.",
                "Correct the URL, or the protocol in WithRemoteUrl."));
        }

        var port = uri.Port > 0 ? uri.Port : DefaultPort(uri.Scheme);
        return new(uri.Host, port.ToString(CultureInfo.InvariantCulture), protocol);
    }

    public static int DefaultPort(string protocol) => IsTls(protocol) ? 443 : 80;

    private static bool IsTls(string protocol) => protocol is "https" or "grpcs";
}

/// <summary>An app outside the model, at the URL in a parameter. Host and port are taken out of it once the parameter is known.</summary>
/// <param name="Url">The parameter.</param>
/// <param name="Protocol">What daprd speaks there. The model needs it now, so it cannot come out of the URL.</param>
internal sealed record ParameterUrl(ParameterResource Url, string Protocol) : IAppChannel
{
    public RemoteApp? Resolve(string subject, List<Diagnostic> mistakes) =>
        new(Part("host", subject, app => app.Host), Part("port", subject, app => app.Port), Protocol);

    private TextOrReference Part(string name, string subject, Func<RemoteApp, TextOrReference> part) =>
        TextOrReference.FromReference(new UrlPart(Url, name, Protocol, url => part(Parse(url, subject)).Text!));

    private RemoteApp Parse(string url, string subject)
    {
        List<Diagnostic> mistakes = [];
        var app = new RemoteUrl(url, Protocol) { IsSecret = Url.Secret }.Resolve($"{subject}, parameter '{Url.Name}'", mistakes);
        return mistakes.Count == 0
            ? app!
            : throw new MistakesException(string.Join(System.Environment.NewLine, mistakes));
    }
}

/// <summary>The host or the port of the URL in a parameter.</summary>
/// <param name="Url">The parameter.</param>
/// <param name="Name">What it is: <c>host</c> or <c>port</c>.</param>
/// <param name="Protocol">What daprd speaks there, which has a port of its own where the URL has none.</param>
/// <param name="Compute">Takes the part out of the URL.</param>
internal sealed record UrlPart(ParameterResource Url, string Name, string Protocol, Func<string, string> Compute)
    : ComputedValue(Url, Compute)
{
    /// <summary>
    /// The part has a value of its own where the publisher has values but computes nothing, as in the .env file of Docker Compose.
    /// </summary>
    public override string ValueExpression => $"{{{Url.Name}.{Name}}}";
}

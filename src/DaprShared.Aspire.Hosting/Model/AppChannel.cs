using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>The app that a shared daprd calls, before its address is known.</summary>
internal interface IAppChannel
{
    /// <summary>
    /// Returns the far end, or <see langword="null"/> when the app has no inbound port; adds what is wrong to <paramref name="mistakes"/>.
    /// </summary>
    RemoteApp? Resolve(string subject, List<Diagnostic> mistakes);
}

/// <summary>An app of the model. Its endpoint is chosen when it is needed, because it may be declared after <c>WithApp</c>.</summary>
internal sealed record ModelApp(IResourceWithEndpoints App, string? EndpointName) : IAppChannel
{
    public RemoteApp? Resolve(string subject, List<Diagnostic> mistakes)
    {
        var endpoints = App.Annotations.OfType<EndpointAnnotation>().ToList();
        var candidates = endpoints.FindAll(EndpointName is null
            ? endpoint => ProtocolOf(endpoint) is not null && !endpoint.ExcludeReferenceEndpoint
            : endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
        var chosen = Choose(candidates);
        if (chosen is null)
        {
            mistakes.AddRange(NotChosen(subject, endpoints, candidates));
            return null;
        }

        var protocol = ProtocolOf(chosen) ?? "http";
        if (protocol is "https" or "grpcs")
        {
            mistakes.Add(DiagnosticRules.HttpsOnly.For(
                subject,
                $"app '{App.Name}' is called through its endpoint '{chosen.Name}' with protocol {protocol}; "
                + "daprd does not verify the certificate, and a published container serves no TLS.",
                "Give the app a plain http endpoint for daprd."));
        }

        var endpoint = new EndpointReference(App, chosen.Name);
        // Host and Port resolve for whoever asks: the tunnel or the host bridge for a process, the network alias for a container.
        // TargetPort does not.
        return new(
            TextOrReference.FromReference(endpoint.Property(EndpointProperty.Host)),
            TextOrReference.FromReference(endpoint.Property(EndpointProperty.Port)),
            protocol);
    }

    // Nothing is wrong with an app that has no endpoints.
    private IEnumerable<Diagnostic> NotChosen(
        string subject,
        List<EndpointAnnotation> endpoints,
        List<EndpointAnnotation> candidates)
    {
        if (candidates.Count > 0)
        {
            yield return DiagnosticRules.EndpointAmbiguous.For(
                subject,
                $"app '{App.Name}' has the endpoints {Names(candidates)}.",
                $"Name the one that daprd shall call: WithApp({App.Name}, \"{candidates[0].Name}\").");
        }
        else if (EndpointName is not null)
        {
            yield return DiagnosticRules.EndpointMissing.For(
                subject,
                $"app '{App.Name}' has no endpoint '{EndpointName}'; it has {Names(endpoints)}.",
                "Name one of them in WithApp, or add the endpoint to the app.");
        }
        else if (endpoints.Exists(endpoint => !endpoint.ExcludeReferenceEndpoint))
        {
            yield return DiagnosticRules.EndpointMissing.For(
                subject,
                $"app '{App.Name}' has no endpoint that daprd can call; it has {Names(endpoints)}.",
                "Give it an http or grpc endpoint, or leave WithApp out when it has no inbound calls.");
        }
    }

    // The only one; else, among the plain ones, the only one or the one called "http".
    private static EndpointAnnotation? Choose(List<EndpointAnnotation> candidates)
    {
        var plain = candidates.Where(endpoint => ProtocolOf(endpoint) is not ("https" or "grpcs")).ToList();
        var preferred = plain.Count > 0 ? plain : candidates;
        return preferred.Count == 1 ? preferred[0] : preferred.Find(endpoint => endpoint.Name is "http" or "https");
    }

    // What daprd speaks on an endpoint. An HTTP/2 endpoint is gRPC where its name or scheme says so, else HTTP over h2c.
    private static string? ProtocolOf(EndpointAnnotation endpoint) => endpoint switch
    {
        { UriScheme: "grpc" } or { UriScheme: "http", Name: "grpc" } => "grpc",
        { UriScheme: "grpcs" } or { UriScheme: "https", Name: "grpc" or "grpcs" } => "grpcs",
        { UriScheme: "http", Transport: "http2" } => "h2c",
        { UriScheme: "http" } => "http",
        { UriScheme: "https" } => "https",
        _ => null,
    };

    private static string Names(List<EndpointAnnotation> endpoints) =>
        endpoints.Count == 0 ? "none" : string.Join(", ", endpoints.Select(endpoint => $"'{endpoint.Name}'"));
}

using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// What references become in plain manifests, where no publisher gives the other resources a Service: the Service is taken to have the
/// resource's name in lower case, and the endpoint's port.
/// </summary>
internal static class PlainReferences
{
    /// <summary>The port that .NET containers listen on, where an endpoint has none.</summary>
    private const int DefaultPort = 8080;

    /// <summary>
    /// Returns the text of a reference, or <see langword="null"/> for a secret or a parameter without a value, which must not be written.
    /// </summary>
    public static async Task<string?> ResolveAsync(object value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case string text:
                return text;
            case EndpointReference endpoint:
                return Property(endpoint, EndpointProperty.Url);
            case EndpointReferenceExpression property:
                return Property(property.Endpoint, property.Property);
            case IResourceBuilder<IResource> builder:
                return await ResolveAsync(builder.Resource, cancellationToken).ConfigureAwait(false);
            case ParameterResource { Secret: true }:
                return null;
            case ParameterResource parameter:
                return await ValueAsync(parameter, cancellationToken).ConfigureAwait(false);
            case ConnectionStringReference reference:
                return await ResolveAsync(reference.Resource, cancellationToken).ConfigureAwait(false);
            case IResourceWithConnectionString connection:
                return await ResolveAsync(connection.ConnectionStringExpression, cancellationToken).ConfigureAwait(false);
            case ReferenceExpression { IsConditional: false } expression:
                var parts = new List<string?>();
                foreach (var (provider, format) in expression.ValueProviders.Zip(expression.StringFormats))
                {
                    parts.Add(Formatted(await ResolveAsync(provider, cancellationToken).ConfigureAwait(false), format));
                }

                return parts.Contains(null) ? null : string.Format(CultureInfo.InvariantCulture, expression.Format, [.. parts]);
            case ReferenceExpression conditional:
                var condition = await ResolveAsync(conditional.Condition!, cancellationToken).ConfigureAwait(false);
                if (condition is null)
                {
                    return null;
                }

                var isMatch = string.Equals(condition, conditional.MatchValue, StringComparison.OrdinalIgnoreCase);
                var branch = isMatch ? conditional.WhenTrue! : conditional.WhenFalse!;
                return await ResolveAsync(branch, cancellationToken).ConfigureAwait(false);
            case ComputedValue computed:
                var source = await ResolveAsync(computed.Source, cancellationToken).ConfigureAwait(false);
                return source is null ? null : computed.Compute(source);
            case IValueProvider provider:
                // What it makes of its references only it knows, so that none of them may be a secret.
                var hidden = await HiddenAsync(value, cancellationToken).ConfigureAwait(false);
                return hidden.Count > 0 ? null : await provider.GetValueAsync(cancellationToken).ConfigureAwait(false);
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Returns the parameters behind a reference that are a secret or have no value.</summary>
    public static async Task<IReadOnlyList<ParameterResource>> HiddenAsync(object value, CancellationToken cancellationToken)
    {
        List<ParameterResource> hidden = [];
        foreach (var parameter in BackEnds.Of([value]).OfType<ParameterResource>())
        {
            if (await ResolveAsync(parameter, cancellationToken).ConfigureAwait(false) is null)
            {
                hidden.Add(parameter);
            }
        }

        return hidden;
    }

    // As Aspire does it where the value is known (ReferenceExpression.GetValueAsync). It has this one format.
    private static string? Formatted(string? text, string? format) => (text, format?.ToLowerInvariant()) switch
    {
        (null, _) or (_, null) => text,
        (_, "uri") => Uri.EscapeDataString(text),
        _ => throw new NotSupportedException($"'{format}' is no format of a reference; there is 'uri'."),
    };

    private static async Task<string?> ValueAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } value ? value : null;
        }
        catch (MissingParameterValueException)
        {
            return null;
        }
    }

    /// <summary>Returns the <c>host:port</c> that an endpoint is called at.</summary>
    public static string AddressOf(EndpointReference endpoint) => Property(endpoint, EndpointProperty.HostAndPort);

    private static string Property(EndpointReference reference, EndpointProperty property)
    {
        var endpoint = reference.EndpointAnnotation;
        var targetPort = endpoint.TargetPort ?? DefaultPort;
        // The port that a user fixes for a daprd is the host's: its Service is ours.
        var (host, number) = reference.Resource is DaprSharedResource dapr
            ? (ObjectNames.ApiService(dapr.AppId), targetPort)
            : (reference.Resource.Name.ToLowerInvariant(), endpoint.Port ?? targetPort);
        var port = number.ToString(CultureInfo.InvariantCulture);
        return property switch
        {
            EndpointProperty.Host or EndpointProperty.IPV4Host => host,
            EndpointProperty.Port => port,
            EndpointProperty.TargetPort => targetPort.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.TlsEnabled => endpoint.TlsEnabled.ToString(),
            EndpointProperty.Scheme => endpoint.UriScheme,
            EndpointProperty.HostAndPort => $"{host}:{port}",
            _ => $"{endpoint.UriScheme}://{host}:{port}",
        };
    }
}

using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// What references become in plain manifests, where no publisher gives the other resources a Service: the Service is taken to have the resource's
/// name in lower case, and the endpoint's port.
/// </summary>
internal static class PlainReferences
{
    /// <summary>The port that .NET containers listen on, where an endpoint has none.</summary>
    private const int DefaultPort = 8080;

    /// <summary>Returns the text of a reference, or <see langword="null"/> for a secret or a parameter without a value, which must not be written.</summary>
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
            case ParameterResource { Secret: true } or ParameterResource { Default: null }:
                return null;
            case ConnectionStringReference reference:
                return await ResolveAsync(reference.Resource, cancellationToken).ConfigureAwait(false);
            case IResourceWithConnectionString connection:
                return await ResolveAsync(connection.ConnectionStringExpression, cancellationToken).ConfigureAwait(false);
            case ReferenceExpression { IsConditional: false } expression:
                var parts = new List<string?>();
                foreach (var provider in expression.ValueProviders)
                {
                    parts.Add(await ResolveAsync(provider, cancellationToken).ConfigureAwait(false));
                }

                return parts.Contains(null) ? null : string.Format(CultureInfo.InvariantCulture, expression.Format, [.. parts]);
            case IValueProvider provider:
                return await provider.GetValueAsync(cancellationToken).ConfigureAwait(false);
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }

    private static string Property(EndpointReference reference, EndpointProperty property)
    {
        var endpoint = reference.EndpointAnnotation;
        var host = reference.Resource is DaprSharedResource dapr ? ObjectNames.ApiService(dapr.AppId) : reference.Resource.Name.ToLowerInvariant();
        var port = (endpoint.Port ?? endpoint.TargetPort ?? DefaultPort).ToString(CultureInfo.InvariantCulture);
        return property switch
        {
            EndpointProperty.Host or EndpointProperty.IPV4Host => host,
            EndpointProperty.Port => port,
            EndpointProperty.TargetPort => (endpoint.TargetPort ?? DefaultPort).ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => endpoint.UriScheme,
            EndpointProperty.HostAndPort => $"{host}:{port}",
            _ => $"{endpoint.UriScheme}://{host}:{port}",
        };
    }
}

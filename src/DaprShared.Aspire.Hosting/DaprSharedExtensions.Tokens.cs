using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Uses a parameter as the token that the Dapr API asks for, in place of the generated one. daprd and every app that refers to it get
    /// it as <c>DAPR_API_TOKEN</c>.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="token">A secret parameter. Published it is a value of the chart, kept in Secrets.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED048 reports a parameter that is not secret.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/api-token/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithApiToken(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ParameterResource> token)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(token);

        builder.Resource.ApiToken = token.Resource;
        return builder;
    }

    /// <summary>Lets everyone who reaches the Dapr API use it without a token.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Neither daprd nor its apps have a <c>DAPR_API_TOKEN</c>. DAPRSHARED017 warns of it when the application is published.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/api-token/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithoutApiToken(this IResourceBuilder<DaprSharedResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.ApiToken = null;
        return builder;
    }

    /// <summary>
    /// Lets daprd prove itself to the app: it sends a token in the header <c>dapr-api-token</c>, and the app of <c>WithApp</c> gets the
    /// same (<c>APP_API_TOKEN</c>). The app has to check it, in .NET with the Dapr authentication scheme.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="token">
    /// A secret parameter, or <see langword="null"/> for one that is generated once and kept in the AppHost's user secrets.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED048 reports a parameter that is not secret.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/app-api-token/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithAppToken(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ParameterResource>? token = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.AppToken = token?.Resource ?? GeneratedToken(builder.ApplicationBuilder, $"{builder.Resource.Name}-app-token");
        return builder;
    }

    private static ParameterResource GeneratedToken(IDistributedApplicationBuilder builder, string name) =>
        ParameterResourceBuilderExtensions.CreateGeneratedParameter(
            builder,
            name,
            secret: true,
            new GenerateParameterDefault { MinLength = 32, Special = false });
}

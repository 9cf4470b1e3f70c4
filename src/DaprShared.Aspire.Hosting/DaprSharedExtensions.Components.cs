using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Adds a Dapr component, which shared daprds refer to with <see cref="WithReference(IResourceBuilder{DaprSharedResource},
    /// IResourceBuilder{DaprSharedObjectResource})"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, by which apps call the component.</param>
    /// <param name="type">The component's type, for example <c>state.redis</c>.</param>
    /// <param name="version">The version of the type. Default <c>v1</c>.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// It is a file of daprd's container in run mode and in Docker Compose, and a <c>Component</c> object in a cluster. DAPRSHARED043
    /// reports a type that is none of daprd's, DAPRSHARED034 two resources of one name; DAPRSHARED126 warns when no shared daprd refers
    /// to it.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> AddDaprSharedComponent(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        string type,
        string version = "v1")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return AddObject(builder, new DaprSharedComponentResource(name, type, version), "DaprComponent", "PuzzlePiece", ("Type", type));
    }

    /// <summary>
    /// Adds a state store in memory (<c>state.in-memory</c>) for development and tests: each daprd has its own, and loses it when it stops.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, by which apps call the component.</param>
    /// <returns>The component.</returns>
    /// <remarks>DAPRSHARED030 warns when it is published.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> AddDaprSharedInMemoryStateStore(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name) =>
        builder.AddDaprSharedComponent(name, "state.in-memory");

    /// <summary>
    /// Adds a pub/sub in memory (<c>pubsub.in-memory</c>) for development and tests: messages never leave the daprd that they were
    /// published to.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, by which apps call the component.</param>
    /// <returns>The component.</returns>
    /// <remarks>DAPRSHARED030 warns when it is published, DAPRSHARED031 when several shared daprds refer to it.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> AddDaprSharedInMemoryPubSub(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name) =>
        builder.AddDaprSharedComponent(name, "pubsub.in-memory");

    /// <summary>
    /// Gives a shared daprd a component, a subscription or resiliency policies: a file of its container in run mode and in Docker Compose,
    /// an object scoped to its app-id in a cluster.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="reference">What it refers to. In run mode daprd waits for the resources that a component's metadata refers to.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// The files are in the folder of <c>--resources-path</c>. DAPRSHARED034 reports two resources of one name; DAPRSHARED127 warns of
    /// scopes that keep it from this daprd.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/components/component-scopes/"/>
    [AspireExportIgnore(Reason = "withReference of the AppHost dispatches to DaprSharedResource.")]
    public static IResourceBuilder<DaprSharedResource> WithReference(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<DaprSharedObjectResource> reference)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);

        AddOnce(builder.Resource.References, reference.Resource);
        return builder.WithReferenceRelationship(reference.Resource);
    }

    /// <summary>
    /// Sets a metadata item to a literal. It stands in the component's file and object; use <c>WithSecretMetadata</c> for a secret.
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// It appears as <c>value</c> in <c>spec.metadata</c>. DAPRSHARED035 warns of a secret, DAPRSHARED143 of an address that is daprd's
    /// own pod; DAPRSHARED113 reports a key that encrypts state, which daprd takes from a Secret only.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        string value) =>
        SetMetadata(builder, name, value, isSecret: false);

    /// <summary>
    /// Sets a metadata item to an endpoint's URL. daprd reads it from its environment, as <c>&lt;COMPONENT&gt;_&lt;ITEM&gt;</c>.
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// DAPRSHARED044 reports two items that would be read from one variable. DAPRSHARED005 reports an endpoint that the resource does not
    /// have.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        EndpointReference endpoint) =>
        SetMetadata(builder, name, endpoint, isSecret: false);

    /// <summary>Sets a metadata item to a property of an endpoint, for example its host and port.</summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="property">The property. daprd reads it from its environment, as <c>&lt;COMPONENT&gt;_&lt;ITEM&gt;</c>.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// DAPRSHARED044 reports two items that would be read from one variable. DAPRSHARED005 reports an endpoint that the resource does not
    /// have.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        EndpointReferenceExpression property) =>
        SetMetadata(builder, name, property, isSecret: false);

    /// <summary>Sets a metadata item to an expression.</summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="expression">The expression. daprd reads it from its environment, as <c>&lt;COMPONENT&gt;_&lt;ITEM&gt;</c>.</param>
    /// <returns>The component.</returns>
    /// <remarks>DAPRSHARED044 reports two items that would be read from one variable.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        ReferenceExpression expression) =>
        SetMetadata(builder, name, expression, isSecret: false);

    /// <summary>
    /// Sets a metadata item to the connection string of a resource. daprd reads it from its environment, as
    /// <c>&lt;COMPONENT&gt;_&lt;ITEM&gt;</c>.
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="resource">The resource. Its connection string must be in the form that the component takes.</param>
    /// <returns>The component.</returns>
    /// <remarks>DAPRSHARED044 reports two items that would be read from one variable.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        IResourceBuilder<IResourceWithConnectionString> resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return SetMetadata(builder, name, new ConnectionStringReference(resource.Resource, optional: false), isSecret: false);
    }

    /// <summary>Sets a metadata item to a parameter; a secret one is treated as <c>WithSecretMetadata</c> treats it.</summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// daprd reads it from its environment, as <c>&lt;COMPONENT&gt;_&lt;ITEM&gt;</c>. DAPRSHARED044 reports two items that would be read
    /// from one variable.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        IResourceBuilder<ParameterResource> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return SetMetadata(builder, name, parameter.Resource, parameter.Resource.Secret);
    }

    /// <summary>
    /// Sets a metadata item to a secret. In run mode daprd reads it from its environment; in a cluster the object names a key of a Secret
    /// (<c>secretKeyRef</c>). The value is never in a file.
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="parameter">The secret parameter.</param>
    /// <returns>The component.</returns>
    /// <remarks>DAPRSHARED048 reports a parameter that is not secret.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/components/component-secrets/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> WithSecretMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        IResourceBuilder<ParameterResource> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return SetMetadata(builder, name, parameter.Resource, isSecret: true);
    }

    /// <summary>Sets the app-ids that an object is for in a cluster. Default: those of the shared daprds that refer to it.</summary>
    /// <typeparam name="T">A component, a subscription or resiliency policies.</typeparam>
    /// <param name="builder">The object.</param>
    /// <param name="appIds">The app-ids.</param>
    /// <returns>The object.</returns>
    /// <remarks>
    /// They are the <c>scopes</c> of the Component, Subscription or Resiliency. DAPRSHARED127 warns of scopes that are no app-id, or that
    /// keep the object from a daprd that refers to it.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/components/component-scopes/"/>
    [AspireExport]
    public static IResourceBuilder<T> WithScopes<T>(this IResourceBuilder<T> builder, params string[] appIds)
        where T : DaprSharedObjectResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(appIds);

        builder.Resource.Scopes.AddRange(appIds);
        return builder;
    }

    /// <summary>
    /// Makes a state store the one that actors and workflows keep their state in (metadata <c>actorStateStore: "true"</c>).
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <returns>The component.</returns>
    /// <remarks>
    /// It appears in the <c>spec.metadata</c> of the Component. DAPRSHARED045 warns of a daprd with actors that refers to no such store.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/actors/actors-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> AsActorStateStore(
        this IResourceBuilder<DaprSharedComponentResource> builder) =>
        builder.WithMetadata("actorStateStore", "true");

    /// <summary>Lets daprd go on without the component when it cannot be initialised; otherwise daprd exits.</summary>
    /// <param name="builder">The component.</param>
    /// <returns>The component.</returns>
    /// <remarks>It appears as <c>spec.ignoreErrors</c> of the Component.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedComponentResource> IgnoreErrors(this IResourceBuilder<DaprSharedComponentResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.IgnoreErrors = true;
        return builder;
    }

    private static void AddOnce<T>(List<T> items, T item)
    {
        if (!items.Contains(item))
        {
            items.Add(item);
        }
    }

    // A copy, because others may hold the one before.
    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> items, string name, T value) =>
        new(items) { [name] = value };

    private static IResourceBuilder<T> AddObject<T>(
        IDistributedApplicationBuilder builder,
        T resource,
        string resourceType,
        string icon,
        params (string Name, string Value)[] properties)
        where T : Resource
    {
        Setup.Ensure(builder);
        return builder.AddResource(resource)
            .WithIconName(icon)
            .ExcludeFromManifest()
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = resourceType,
                State = KnownResourceStates.Running,
                Properties = [.. properties.Select(property => DashboardRow.Property(property.Name, property.Value))],
            });
    }

    private static IResourceBuilder<DaprSharedComponentResource> SetMetadata(
        IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        object value,
        bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);

        builder.Resource.SetMetadata(name, value, isSecret);
        return builder;
    }
}

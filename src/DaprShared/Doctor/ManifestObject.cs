using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>An object of the input.</summary>
/// <param name="File">The file, as it was named, or <c>-</c> for standard input.</param>
/// <param name="Root">The object.</param>
internal sealed record ManifestObject(string File, YamlMappingNode Root)
{
    public string ApiVersion { get; } = Root.TextAt("apiVersion");

    public string Kind { get; } = Root.TextAt("kind");

    public string Name { get; } = Root.TextAt("metadata", "name");

    /// <summary>The namespace, or nothing where it is left to whoever applies the object.</summary>
    public string Namespace { get; } = Root.TextAt("metadata", "namespace");

    public bool IsDapr { get; } = new DaprDocument(File, Root).IsDapr;

    /// <summary>Gets the group of its API, or nothing for Kubernetes' own.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion.Split('/')[0] : "";

    /// <summary>Gets a value indicating whether it is a Service of Knative's, which has pods and no selector.</summary>
    public bool IsKnative => Kind == "Service" && Group == "serving.knative.dev";

    public DaprDocument Document => new(File, Root);

    /// <summary>Says whether both are, or may be, in one namespace.</summary>
    public bool IsBeside(ManifestObject other) => IsIn(other.Namespace);

    public bool IsIn(string @namespace) => Namespace == @namespace || Namespace.Length == 0 || @namespace.Length == 0;

    /// <summary>Gets <c>kind namespace/name</c>, for a message.</summary>
    public override string ToString() => $"{Kind} {(Namespace.Length == 0 ? "" : $"{Namespace}/")}{Name}";

    // Two objects of the same text are still two.
    public bool Equals(ManifestObject? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

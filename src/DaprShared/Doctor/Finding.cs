using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>What a rule found in one place.</summary>
/// <param name="Object">The object.</param>
/// <param name="Field">The field.</param>
/// <param name="Node">Where the field is, or <see langword="null"/> for the object itself.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record Spot(ManifestObject Object, string Field, YamlNode? Node, string Message, string Fix);

/// <summary>Something that is wrong in one place. No value of a secret is in it.</summary>
/// <param name="Rule">Its kind.</param>
/// <param name="Object">The object.</param>
/// <param name="Field">The field, or nothing.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Why">The fact behind it, with the versions of Dapr that it holds for.</param>
/// <param name="Fix">What to do.</param>
internal sealed record Finding(
    DiagnosticRule Rule, ManifestObject Object, string Field, int Line, string Message, string Why, string Fix);

/// <summary>What is wrong in an input.</summary>
/// <param name="Findings">By object, the gravest first.</param>
/// <param name="NotChecked">What could not be looked at, because it is not in the input.</param>
/// <param name="SharedDaprds">The number of shared daprds.</param>
/// <param name="Sidecars">The number of sidecars.</param>
internal sealed record Report(IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotChecked, int SharedDaprds, int Sidecars)
{
    public int Count(DiagnosticSeverity severity) => Findings.Count(finding => finding.Rule.Severity == severity);
}

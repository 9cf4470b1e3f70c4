
namespace DaprShared.Doctor;

/// <summary>The table of what is looked for. A rule is a function of the objects; adding one is adding a row.</summary>
internal static partial class DoctorRules
{
    private static readonly Version V1_17 = new(1, 17);

    /// <summary>Gets all rules, in the order of their codes.</summary>
    public static IReadOnlyList<DoctorRule> All { get; } =
    [
        .. new[]
        {
            ControlPlaneRules(), PodRules(), ServiceRules(), TokenRules(), RightsRules(), OptionRules(), AnnotationRules(),
            ComponentRules(),
        }
            .SelectMany(rules => rules).OrderBy(rule => rule.Rule.Code, StringComparer.Ordinal),
    ];

    private static Spot At(FoundDaprd daprd, string flag, string message, string fix) =>
        new(daprd.Object, daprd.Field(flag), daprd.NodeOf(flag), message, fix);

    // A flag, or the annotation that the injector makes it of.
    private static string Setting(FoundDaprd daprd, string flag, string value) => daprd.IsInjected
        ? $"{Prefix}{DaprdOptionTable.ByFlag(flag).Annotation}: \"{value}\""
        : $"--{flag}={value}";

    private static Spot InPod(FoundDaprd daprd, string field, YamlDotNet.RepresentationModel.YamlNode? node, string message, string fix) =>
        new(daprd.Object, daprd.Workload.Field(field), node, message, fix);

    private static Spot InContainer(FoundDaprd daprd, Container container, string field, string message, string fix) =>
        new(daprd.Object, container.Field(field), container.Node.At(field.Split('.', '[')) ?? container.Node, message, fix);

    private static Spot OfObject(ManifestObject item, string field, string message, string fix) =>
        new(item, field, item.Root.At(field.Split('.', '[')), message, fix);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}

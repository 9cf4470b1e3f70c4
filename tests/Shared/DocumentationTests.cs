using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DaprShared.Testing;

/// <summary>
/// What a user reads about a package in an editor: each public member says what it does, its units, its default, where it appears, which
/// mistakes are reported, and where the fact behind it stands.
/// </summary>
public abstract partial class DocumentationTests(params Assembly[] packages)
{
    private static readonly string[] s_kinds =
    [
        "Component", "ConfigMap", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "Resiliency", "Secret", "Service",
        "ServiceAccount", "Subscription",
    ];

    // Daprd or Kubernetes takes whatever is given, or nothing is given: there is no mistake that a diagnostic could name.
    private static readonly string[] s_withoutMistakes =
    [
        "IgnoreErrors", "PublishAsDaemonSet", "WithAccessControl", "WithAppHttpPipeline", "WithBulkSubscribe", "WithDeadLetterTopic",
        "WithHttpPipeline", "WithMetrics", "WithNodeSelector", "WithToleration", "WithoutInboundRetries",
        // These have overloads that can be wrong.
        "WithMetadata({DaprSharedSubscriptionResource}", "WithTrustAnchors({DaprSharedResource},{ParameterResource})",
    ];

    // Parts of what appears as a whole, and what no manifest has.
    private static readonly string[] s_withoutPlace =
    [
        "ContainerImage", "DaprdArgument", "DaprObject", "CheckControlPlane", "DisplayName", "PlacementDigest", "PlacementImage", "Resolve",
        "SchedulerDigest", "SchedulerImage",
    ];

    // Ours alone: no fact of Dapr or Kubernetes is in them.
    private static readonly string[] s_withoutSource =
    [
        "CostReport", "CostRow", "DaprdOptionType", "DaprSharedExtensions", "DaprSharedCommunityToolkitExtensions",
        "DaprSharedDockerExtensions", "DaprSharedKubernetesExtensions", "Diagnostic", "DiagnosticRule", "DiagnosticRules",
        "DiagnosticSeverity", "ManifestYaml", "ObjectNames", "ObjectValidator", "TextOrReference", "Validator",
    ];

    private readonly IReadOnlyList<Member> _members = [.. packages.SelectMany(Member.Of)];

    [Fact]
    public void Every_member_parameter_and_result_has_a_text() => AssertNone(
        from member in _members
        from text in member.Texts
        where text.Value.Length == 0
        select $"{member.Id}: {text.Key}");

    [Fact]
    public void Every_number_says_its_unit_and_every_amount_its_form() => AssertNone(
        from member in _members
        from value in member.Values
        where value.Type.IsNumber() || (value.Type == typeof(string) && Amount().IsMatch(value.Name))
        where !Unit().IsMatch(value.Text)
        select $"{member.Id}: {value.Name}");

    [Fact]
    public void Whatever_may_be_left_out_says_what_happens_then() => AssertNone(
        from member in _members
        from value in member.Values
        where value.IsOptional && !Default().IsMatch(value.Text)
        select $"{member.Id}: {value.Name}");

    [Fact]
    public void Every_call_of_an_AppHost_says_where_it_appears() => AssertNone(
        from member in _members
        where member.IsCall && !Place().IsMatch(member.Whole) && !s_kinds.Any(kind => Regex.IsMatch(member.Whole, $@"\b{kind}s?\b"))
        select member.Id);

    [Fact]
    public void Every_setting_of_the_model_says_where_it_appears() => AssertNone(
        from member in _members
        where member.IsSetting && !Place().IsMatch(member.Whole) && !s_kinds.Any(kind => Regex.IsMatch(member.Whole, $@"\b{kind}s?\b"))
        select member.Id);

    [Fact]
    public void Every_option_of_daprd_names_its_flag() => AssertNone(
        from member in _members
        where member.Info.DeclaringType == typeof(DaprdOptions)
        where !DaprdOptionTable.All.Any(row => row.Name == member.Info.Name && member.Whole.Contains($"<c>--{row.Flag}</c>"))
        select member.Id);

    [Fact]
    public void Every_call_of_an_AppHost_names_its_mistakes_or_can_have_none() => AssertNone(
        from member in _members
        where member.IsCall && !Code().IsMatch(member.Whole) && !s_withoutMistakes.Any(member.IsNamed)
        select member.Id);

    [Fact]
    public void Every_code_is_one_of_the_rules() => AssertNone(
        from member in _members
        from code in Code().Matches(member.Whole)
        where DiagnosticRules.All.All(rule => rule.Code != code.Value)
        select $"{member.Id}: {code.Value}");

    [Fact]
    public void Every_call_of_an_AppHost_and_every_type_of_the_model_has_its_source() => AssertNone(
        from member in _members
        where (member.IsCall || (member.IsType && !s_withoutSource.Any(member.IsNamed))) && !Source().IsMatch(member.Whole)
        select member.Id);

    [GeneratedRegex(@"^<summary>\s*Returns ")]
    private static partial Regex Result();

    [GeneratedRegex(@"[\w.]*\.(?=\w)|[\w.]*IResourceBuilder")]
    private static partial Regex Namespace();

    private static void AssertNone(IEnumerable<string> faults)
    {
        List<string> all = [.. faults];
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    [GeneratedRegex("^([Mm]emory|[Cc]pu)|BodySize|BufferSize")]
    private static partial Regex Amount();

    [GeneratedRegex(
        @"\b([Nn]umber|[Pp]orts?|seconds|milliseconds|percent|[Hh]ow many|[Ff]rom 0|quantity)\b|<c>\d+(m|Mi|Gi)</c>")]
    private static partial Regex Unit();

    [GeneratedRegex(@"[Dd]efault|<see langword=""null""\s*/>|[Oo]therwise|left out|without it|[Aa]n empty|[Nn]one|if not")]
    private static partial Regex Default();

    [GeneratedRegex(@"<c>(--[a-z]|dapr\.io/|[a-z]\w*(\.[a-z]\w+)+|[A-Z]+_[A-Z_]+|&lt;COMPONENT&gt;|(spec|configs)</c>)")]
    private static partial Regex Place();

    [GeneratedRegex(@"DAPRSHARED\d{3}")]
    private static partial Regex Code();

    [GeneratedRegex(@"<seealso href=""https://(docs\.dapr\.io|kubernetes\.io|aspire\.dev|github\.com/dapr|prometheus-operator\.dev)/")]
    private static partial Regex Source();

    /// <summary>A public member with its documentation.</summary>
    private sealed record Member(string Id, MemberInfo Info, XElement Xml)
    {
        public string Whole { get; } = Xml.ToString();

        public bool IsType => Info is Type;

        /// <summary>Gets whether it is an extension method of an AppHost.</summary>
        public bool IsCall => Info is MethodInfo method && method.IsDefined(typeof(ExtensionAttribute));

        /// <summary>Gets whether it is set by whoever makes manifests.</summary>
        public bool IsSetting => Info is PropertyInfo { SetMethod.IsPublic: true } property && property.DeclaringType != typeof(DaprdOption)
            && !s_withoutSource.Contains(property.DeclaringType!.Name)
            && !s_withoutPlace.Contains(property.DeclaringType.Name) && !s_withoutPlace.Contains(property.Name);

        /// <summary>Says whether it is meant by a name, or by a name and the types of its first parameters.</summary>
        public bool IsNamed(string name) =>
            name.Contains('(') ? Namespace().Replace(Id, "").Contains(name, StringComparison.Ordinal) : Info.Name == name;

        /// <summary>Gets each part that must have a text; a summary may say what is returned.</summary>
        public IEnumerable<KeyValuePair<string, string>> Texts =>
        [
            new("summary", Text("summary")),
            .. Parameters.Select(each => KeyValuePair.Create(each.Name!, Text("param", each.Name))),
            .. Info is MethodInfo method && method.ReturnType != typeof(void)
                ? (KeyValuePair<string, string>[])[new("returns", Text("returns") + Result().Match(Text("summary")).Value)]
                : [],
        ];

        /// <summary>Gets what a caller sets: parameters, or the property itself.</summary>
        public IEnumerable<(string Name, Type Type, string Text, bool IsOptional)> Values => Info switch
        {
            PropertyInfo { SetMethod.IsPublic: true } property
                when !IsPositional(property) && !property.IsDefined(typeof(RequiredMemberAttribute)) && !Whole.Contains("<inheritdoc") =>
                [(property.Name, property.PropertyType, Whole, true)],
            PropertyInfo property => [(property.Name, property.PropertyType, Whole, false)],
            _ => from each in Parameters select (each.Name!, each.ParameterType, Text("param", each.Name), each.IsOptional),
        };

        private IEnumerable<ParameterInfo> Parameters => Info is MethodBase method ? method.GetParameters() : [];

        public static IEnumerable<Member> Of(Assembly package)
        {
            var xml = XDocument.Load(Path.ChangeExtension(package.Location, ".xml")).Descendants("member")
                .ToDictionary(member => (string)member.Attribute("name")!);
            var flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            return from type in package.GetExportedTypes()
                   from info in type.GetMembers(flags).Where(IsWritten).Prepend(type)
                   let id = DocumentationId.Of(info)
                   select new Member(id, info, xml.GetValueOrDefault(id, new XElement("member")));
        }

        private static bool IsPositional(PropertyInfo property) =>
            property.DeclaringType!.GetConstructors().Any(each => each.GetParameters().Any(parameter => parameter.Name == property.Name));

        // By somebody: not what the compiler makes of a record, nor what a base class has said.
        private static bool IsWritten(MemberInfo info) =>
            info is not Type && !(info.IsDefined(typeof(CompilerGeneratedAttribute)) && info is not PropertyInfo)
            && info is not MethodInfo { IsSpecialName: true } and not FieldInfo { Name: "value__" }
            && !(info is MethodInfo method && method.GetBaseDefinition() != method)
            && !(info is ConstructorInfo constructor && constructor.GetParameters().Length == 0);

        private string Text(string tag, string? name = null) =>
            string.Concat(from element in Xml.Elements(tag).Concat(Xml.Elements("inheritdoc"))
                          where element.Name == "inheritdoc" || name is null || (string?)element.Attribute("name") == name
                          select element.ToString());
    }
}

/// <summary>How the compiler names members in the file of their documentation.</summary>
internal static class DocumentationId
{
    public static string Of(MemberInfo info) => info switch
    {
        Type type => $"T:{Name(type)}",
        MethodBase method =>
            $"M:{Name(method.DeclaringType!)}.{method.Name.Replace('.', '#')}"
            + (method is MethodInfo { IsGenericMethodDefinition: true } ? $"``{method.GetGenericArguments().Length}" : "")
            + (method.GetParameters() is { Length: > 0 } all ? $"({string.Join(',', all.Select(each => Name(each.ParameterType)))})" : ""),
        PropertyInfo property => $"P:{Name(property.DeclaringType!)}.{property.Name}",
        _ => $"F:{Name(info.DeclaringType!)}.{info.Name}",
    };

    public static bool IsNumber(this Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: false } each
        && Type.GetTypeCode(each) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static string Name(Type type) =>
        type.IsGenericMethodParameter ? $"``{type.GenericParameterPosition}"
        : type.IsGenericParameter ? $"`{type.GenericParameterPosition}"
        : type.IsByRef ? Name(type.GetElementType()!) + "@"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsConstructedGenericType
            ? $"{Name(type.GetGenericTypeDefinition()).Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}"
        : type.FullName!.Replace('+', '.');
}

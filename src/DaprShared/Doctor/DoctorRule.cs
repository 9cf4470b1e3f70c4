namespace DaprShared.Doctor;

/// <summary>A row of <see cref="DoctorRules"/>.</summary>
/// <param name="Rule">The kind of finding.</param>
/// <param name="Why">The fact behind it.</param>
/// <param name="Check">Finds it.</param>
internal sealed record DoctorRule(DiagnosticRule Rule, string Why, Func<Manifests, IEnumerable<Spot>> Check)
{
    /// <summary>Gets the first version of daprd that it holds for, or <see langword="null"/> for all.</summary>
    public Version? Since { get; init; }

    /// <summary>Gets the first version of daprd that it no longer holds for, or <see langword="null"/>.</summary>
    public Version? Before { get; init; }

    /// <summary>Gets the versions as text.</summary>
    public string Versions => (Since, Before) switch
    {
        ({ } since, _) => $"{since} and later",
        (_, { } before) => $"before {before}",
        _ => "all",
    };

    /// <summary>Says whether it holds for a daprd; a version that its image does not tell is taken for a current one.</summary>
    public bool Holds(FoundDaprd daprd) => daprd.Version is { } version
        ? (Since is null || version >= Since) && (Before is null || version < Before)
        : Before is null;

    /// <summary>A rule about each daprd, sidecars too.</summary>
    public static DoctorRule Daprd(DiagnosticRule rule, string why, Func<Manifests, FoundDaprd, IEnumerable<Spot>> check) => new(
        rule, why, manifests => manifests.Daprds.SelectMany(daprd => check(manifests, daprd)));

    /// <summary>A rule about each shared daprd.</summary>
    public static DoctorRule Shared(DiagnosticRule rule, string why, Func<Manifests, FoundDaprd, IEnumerable<Spot>> check) => new(
        rule, why, manifests => manifests.Shared.SelectMany(daprd => check(manifests, daprd)));

    /// <summary>A rule about each container that is a daprd of some versions.</summary>
    public static DoctorRule Written(
        DiagnosticRule rule,
        string why,
        Func<Manifests, FoundDaprd, Container, IEnumerable<Spot>> check,
        Version? since = null,
        Version? before = null)
    {
        var row = new DoctorRule(rule, why, _ => []) { Since = since, Before = before };
        return row with
        {
            Check = manifests => from daprd in manifests.Daprds
                                 where daprd.Container is not null && row.Holds(daprd)
                                 from spot in check(manifests, daprd, daprd.Container!)
                                 select spot,
        };
    }
}

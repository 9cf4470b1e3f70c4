using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>Many files in; what is the same for all of them is looked at once, and said once.</summary>
public sealed class ManyTests
{
    [Fact]
    public void What_is_there_in_every_file_is_one_finding() => Assert.Equal(
        [
            "DAPRSHARED034 Component store, metadata.name: it is there 7 times: 0.yaml:8, 1.yaml:8, 2.yaml:8, 3.yaml:8, 4.yaml:8 and 2 "
                + "more.",
            "DAPRSHARED174 Component store, auth.secretStore: it names 'vault', and no component of daprd 'app0', 'app1', 'app2', 'app3', "
                + "'app4' and 2 more has that name.",
        ],
        Examine(7).Findings.Where(finding => finding.Object.Kind == "Component").Select(Shop.Show).Distinct().Order());

    [Fact]
    public void Of_many_names_the_first_are_said() => Assert.Contains(
        "Not in the input: the image of daprd, which the control plane chooses, of 'app0', 'app1', 'app2', 'app3', 'app4' and 2 more. Not "
            + "checked: what differs between versions.",
        Examine(7).NotChecked);

    [Fact]
    public void Daprds_share_the_list_of_their_documents_unless_scopes_tell_them_apart()
    {
        var same = new Manifests(Files(100));
        Assert.Equal((100, 100), (Assert.Single(same.Loaded).Daprds.Count, same.Loaded[0].Documents.Count));

        var scoped = new Manifests(Files(100, ", scopes: [app7]"));
        Assert.Equal([(99, 0), (1, 100)], scoped.Loaded.Select(loaded => (loaded.Daprds.Count, loaded.Documents.Count)));
    }

    private static Report Examine(int count) => Examination.Of(Files(count), "1.18.3");

    private static IReadOnlyList<ManifestObject> Files(int count, string scopes = "") =>
        [.. from i in Enumerable.Range(0, count) from item in ManifestReader.Read($"{i}.yaml", Text(i, scopes), []) select item];

    private static string Text(int i, string scopes) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app{{i}}}
        spec:
          template:
            metadata: {annotations: {dapr.io/enabled: "true", dapr.io/app-id: app{{i}}, dapr.io/sidecar-memory-limit: 500Mi} }
        ---
        {apiVersion: dapr.io/v1alpha1, kind: Component, metadata: {name: store}, auth: {secretStore: vault},
         spec: {type: state.redis, version: v1, metadata: []}{{scopes}}}

        """;
}

using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>Objects of others that have pods, or look like objects.</summary>
public sealed class OthersTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: mail}
        spec:
          template:
            metadata: {annotations: {dapr.io/enabled: "true", dapr.io/app-id: mail, dapr.io/sidecar-memory-limit: 500Mi}}

        """;

    [Fact]
    public void A_Service_of_Knative_has_a_pod_and_may_have_the_name_of_another_Service()
    {
        var report = Shop.Examine("""
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata: {name: mail, namespace: shop}
            spec:
              template:
                metadata:
                  annotations: {dapr.io/enabled: "true", dapr.io/app-id: mail, dapr.io/loglevel: info, dapr.io/sidecar-cpu-limit: "1"}
                spec: {containers: [{image: shop/mail:1}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: mail, namespace: shop}
            spec: {type: ExternalName, externalName: mail.example.org}
            """);

        Assert.Equal(
            ["DAPRSHARED193 Service shop/mail, spec.template.metadata.annotations[dapr.io/loglevel]: Dapr has no annotation "
                + "dapr.io/loglevel."],
            report.Findings.Select(Shop.Show));
        Assert.Equal(1, report.Sidecars);
    }

    [Theory]
    [InlineData("patches: [{path: more.yaml}]")]
    [InlineData("patches: [{path: ../overlay/./more.yaml, target: {kind: Deployment}}]")]
    [InlineData("patchesStrategicMerge: [more.yaml, \"apiVersion: v1\\nkind: Pod\"]")]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n- path: more.yaml")]
    public void A_patch_of_kustomize_is_no_object(string kustomization)
    {
        var report = Examination.Of(Read(kustomization), "1.18.3");

        Assert.Empty(report.Findings);
        Assert.Equal(1, report.Sidecars);
        Assert.Contains("Not checked: 'overlay/more.yaml', patches of kustomize. Build the objects first: kubectl kustomize.",
            report.NotChecked);
    }

    [Theory]
    [InlineData("resources: [more.yaml]")]
    [InlineData("patches: [{path: other.yaml}, {path: \"\\0\"}, {path: {}}, more.yaml]")]
    public void What_is_no_patch_is_an_object_that_is_there_twice(string kustomization) => Assert.Equal(
        ["DAPRSHARED034 Deployment mail, metadata.name: it is there twice: in base/mail.yaml, line 1, too."],
        Examination.Of(Read(kustomization), "1.18.3").Findings.Select(Shop.Show));

    private static IReadOnlyList<ManifestObject> Read(string kustomization) =>
    [
        .. from file in ((string Name, string Text)[])
               [("base/mail.yaml", Deployment), ("overlay/kustomization.yaml", kustomization), ("overlay/more.yaml", Deployment)]
           from item in ManifestReader.Read(file.Name, file.Text, [])
           select item,
    ];
}

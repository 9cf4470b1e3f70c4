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

    [Fact]
    public void Objects_of_others_may_be_there_for_each_environment() => Assert.Empty(Examination.Of(
    [
        .. ManifestReader.Read("mail/mail.yaml", Deployment, []),
        .. from environment in (string[])["test", "live"]
           from item in ManifestReader.Read(
               $"grafana/{environment}/settings.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}", [])
           select item,
    ], "1.18.3").Findings);

    [Theory]
    [InlineData("6d5f", "7c9d", "")]
    [InlineData("6d5f", "6d5f", Owner)]
    [InlineData("6d5f", "7c9d", Owner)]
    public void Pods_of_a_Deployment_are_told_once(string one, string other, string owner)
    {
        var report = Shop.Examine($"{owner}{Pod(one)}{Pod(other)}");

        Assert.Equal(1, report.SharedDaprds);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule == DiagnosticRules.DuplicateAppId);

        static string Pod(string hash) => $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: orders-dapr-{{hash}}-x2x5q
              namespace: shop
              labels: {pod-template-hash: {{hash}}}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: orders-dapr-{{hash}}, controller: true}]
            spec: {containers: [{name: daprd, image: "daprio/daprd:1.18.3", args: [--mode, kubernetes, --app-id, orders]}]}

            """;
    }

    [Theory]
    [InlineData("maxReplicaCount: 5", "there are 5")]
    [InlineData("minReplicaCount: 0", "there are 100")]
    public void A_ScaledObject_of_KEDA_says_how_many_daprds_there_may_be(string most, string number) => Assert.Contains(
        $"DAPRSHARED145 Component shop/tick, spec.type: type 'bindings.cron' fires in each daprd of 'orders', and {number}.",
        Shop.Findings($$"""
            {{Owner}}---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: orders, namespace: shop}
            spec: {scaleTargetRef: {name: orders-dapr}, {{most}}}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: tick, namespace: shop}
            spec: {type: bindings.cron, version: v1, metadata: []}
            """));

    private const string Owner = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders-dapr, namespace: shop}
        spec: {template: {spec: {containers: [{image: "daprio/daprd:1.18.3", args: [--mode, kubernetes, --app-id, orders]}]}}}

        """;

    private static IReadOnlyList<ManifestObject> Read(string kustomization) =>
    [
        .. from file in ((string Name, string Text)[])
               [("base/mail.yaml", Deployment), ("overlay/kustomization.yaml", kustomization), ("overlay/more.yaml", Deployment)]
           from item in ManifestReader.Read(file.Name, file.Text, [])
           select item,
    ];
}

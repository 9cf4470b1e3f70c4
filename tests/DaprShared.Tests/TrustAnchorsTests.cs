using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public class TrustAnchorsTests
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string Root = new CertificateRequest("CN=root", Key, HashAlgorithmName.SHA256)
        .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1)).ExportCertificatePem();

    [Fact]
    public void By_default_they_are_Daprs_own_ConfigMap_in_the_apps_namespace()
    {
        var objects = Build(null);

        Assert.Empty(objects.OfType<V1ConfigMap>());
        Assert.Equal(("dapr-trust-bundle", "ca.crt"), Reference(objects));
    }

    [Fact]
    public void They_can_be_another_ConfigMap() =>
        Assert.Equal(("roots", "root.pem"), Reference(Build(TrustAnchors.FromConfigMap("roots", "root.pem"))));

    [Fact]
    public void As_text_they_are_an_object_and_a_rotation_restarts_daprd()
    {
        var (one, two) = (Build(TrustAnchors.FromPem(Root)), Build(TrustAnchors.FromPem(Root + "\r\n" + Root)));

        Assert.Equal(("orders-dapr-trust", "ca.crt"), Reference(one));
        Assert.Equal(Root + "\n", Assert.Single(one.OfType<V1ConfigMap>()).Data["ca.crt"]);
        Assert.Equal($"{Root}\n{Root}\n", Assert.Single(two.OfType<V1ConfigMap>()).Data["ca.crt"]);
        Assert.NotEqual(Template(one).Metadata.Annotations["checksum/config"], Template(two).Metadata.Annotations["checksum/config"]);
    }

    [Fact]
    public void They_can_be_resolved_later() => Assert.Equal("{{ .Values.ca }}\n", KubernetesObjects
        .Build(
            new() { AppId = "orders", TrustAnchors = TrustAnchors.FromPem(TextOrReference.FromReference("ca")) },
            new() { Resolve = name => $"{{{{ .Values.{name} }}}}" })
        .OfType<V1ConfigMap>().Single().Data["ca.crt"]);

    [Fact]
    public void Several_certificates_are_fine() => Assert.Empty(Mistakes($"# old and new\n{Root}\n{Root}\n"));

    [Theory]
    [InlineData("", "DAPRSHARED062: orders: the trust anchors hold no PEM.")]
    [InlineData("ca.crt", "DAPRSHARED062: orders: the trust anchors hold no PEM.")]
    [InlineData(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "DAPRSHARED062: orders: the trust anchors hold no readable certificate in block 1.")]
    [InlineData(
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "DAPRSHARED062: orders: the trust anchors hold a PEM block 'PUBLIC KEY'.")]
    public void What_is_no_certificate_is_refused(string pem, string diagnostic) =>
        Assert.Contains(diagnostic, Assert.Single(Mistakes(pem)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_is_cut_off_is_refused() =>
        Assert.Equal("DAPRSHARED062", Assert.Single(Mistakes($"{Root}\n{Root[..60]}")).Rule.Code);

    [Fact]
    public void A_private_key_is_refused_and_not_repeated()
    {
        var key = Key.ExportECPrivateKeyPem();
        var mistake = Assert.Single(Mistakes($"{Root}\n{key}"));

        Assert.Equal("DAPRSHARED063", mistake.Rule.Code);
        Assert.DoesNotContain(key.Split('\n')[1], mistake.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<Diagnostic> Mistakes(string pem) =>
        Validator.Validate(new() { AppId = "orders", TrustAnchors = TrustAnchors.FromPem(pem) }, DaprdMode.Kubernetes);

    private static IReadOnlyList<k8s.IKubernetesObject<V1ObjectMeta>> Build(TrustAnchors? anchors) =>
        KubernetesObjects.Build(new() { AppId = "orders", TrustAnchors = anchors });

    private static V1PodTemplateSpec Template(IEnumerable<object> objects) => objects.OfType<V1DaemonSet>().Single().Spec.Template;

    private static (string Name, string Key) Reference(IEnumerable<object> objects)
    {
        var reference = Template(objects).Spec.Containers[0].Env.Single(
            variable => variable.Name == "DAPR_TRUST_ANCHORS").ValueFrom.ConfigMapKeyRef;
        return (reference.Name, reference.Key);
    }
}

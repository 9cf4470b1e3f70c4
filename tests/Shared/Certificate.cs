using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DaprShared.Hosting.Tests;

/// <summary>A root certificate that no control plane has.</summary>
internal static class Certificate
{
    public static string Pem { get; } = Create();

    private static string Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}

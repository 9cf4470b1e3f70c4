using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DaprShared;

/// <summary>
/// The control plane's root certificates, which daprd starts with (<c>DAPR_TRUST_ANCHORS</c>, and from nowhere else: dapr v1.18.3
/// cmd/daprd/options). They are public. Their keys are not, and have no place here.
/// </summary>
/// <seealso href="https://docs.dapr.io/operations/security/mtls/"/>
public sealed record TrustAnchors
{
    private TrustAnchors(string? configMap, string key, TextOrReference? pem) => (ConfigMapName, Key, Pem) = (configMap, key, pem);

    /// <summary>
    /// Gets the ConfigMap <c>dapr-trust-bundle</c> with key <c>ca.crt</c> in the app's namespace, the default. Sentry publishes it under
    /// that name in the control plane's namespace; a pod can read it only in its own, so it has to be copied.
    /// </summary>
    public static TrustAnchors Default { get; } = FromConfigMap(ObjectNames.TrustBundle);

    /// <summary>
    /// Gets the name of an existing ConfigMap in the app's namespace, or <see langword="null"/> when <see cref="Pem"/> is given.
    /// </summary>
    public string? ConfigMapName { get; }

    /// <summary>Gets the key in the ConfigMap.</summary>
    public string Key { get; }

    /// <summary>
    /// Gets the certificates as PEM, or a reference to them. They are written into a ConfigMap <c>&lt;app-id&gt;-dapr-trust</c>.
    /// </summary>
    public TextOrReference? Pem { get; }

    /// <summary>Takes them from a ConfigMap that exists in the app's namespace.</summary>
    /// <param name="name">The ConfigMap's name.</param>
    /// <param name="key">The key. Default <c>ca.crt</c>.</param>
    /// <returns>The trust anchors.</returns>
    public static TrustAnchors FromConfigMap(string name, string key = ObjectNames.TrustBundleKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new(name, key, null);
    }

    /// <summary>Takes them as PEM: one certificate or several, as during a rotation.</summary>
    /// <param name="pem">The PEM text or a reference to it.</param>
    /// <returns>The trust anchors.</returns>
    public static TrustAnchors FromPem(TextOrReference pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return new(null, ObjectNames.TrustBundleKey, pem);
    }

    /// <summary>Says whether a PEM text holds a private key, which must never leave Sentry.</summary>
    internal static bool HasPrivateKey(string pem) => pem.Contains("PRIVATE KEY", StringComparison.Ordinal);

    /// <summary>Says what is wrong with a PEM text, or returns <see langword="null"/>.</summary>
    internal static string? Check(string pem)
    {
        if (!PemEncoding.TryFind(pem, out _))
        {
            return "hold no PEM";
        }

        var rest = pem.AsSpan();
        for (var number = 1; PemEncoding.TryFind(rest, out var fields); number++)
        {
            if (rest[fields.Label] is not "CERTIFICATE")
            {
                return $"hold a PEM block '{rest[fields.Label]}'";
            }

            try
            {
                X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())).Dispose();
            }
            catch (Exception e) when (e is CryptographicException or FormatException)
            {
                return $"hold no readable certificate in block {number}";
            }

            rest = rest[fields.Location.End..];
        }

        return rest.Contains("-----", StringComparison.Ordinal) ? "end in a broken PEM block" : null;
    }
}

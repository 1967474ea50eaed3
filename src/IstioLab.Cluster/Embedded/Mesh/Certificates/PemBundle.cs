using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IstioLab.Cluster.Embedded.Mesh.Certificates;

/// <summary>Certificates and keys as text between <c>-----BEGIN</c> and <c>-----END</c>, as Secrets and files hold them.</summary>
internal static class PemBundle
{
    /// <summary>A certificate with its chain and key.</summary>
    /// <exception cref="CryptographicException">It is none, or the key is another's.</exception>
    public static SslStreamCertificateContext ReadPair(ReadOnlySpan<byte> certificates, ReadOnlySpan<byte> key)
    {
        var (text, keyText) = (Encoding.UTF8.GetString(certificates), Encoding.UTF8.GetString(key));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(text);
        using var pair = X509Certificate2.CreateFromPem(text, keyText);
        // Windows takes keys of this way only; elsewhere it does no harm.
        var own = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
    }

    /// <summary>Authorities.</summary>
    /// <exception cref="CryptographicException">There is none.</exception>
    public static X509Certificate2Collection ReadAuthorities(ReadOnlySpan<byte> certificates)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(Encoding.UTF8.GetString(certificates));
        return found.Count > 0 ? found : throw new CryptographicException("There is no certificate in it.");
    }
}

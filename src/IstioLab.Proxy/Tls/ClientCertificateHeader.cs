using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IstioLab.Proxy.Tls;

/// <summary>
/// The header <c>x-forwarded-client-cert</c> as a gateway writes it
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert).
/// </summary>
internal static class ClientCertificateHeader
{
    public const string Name = "x-forwarded-client-cert";

    public static string Write(X509Certificate2 certificate)
    {
        var text = new StringBuilder("Hash=").Append(Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span)));
        text.Append(";Cert=\"").Append(Uri.EscapeDataString(certificate.ExportCertificatePem() + "\n")).Append('"');
        text.Append(";Subject=\"").Append(certificate.Subject.Replace(", ", ",", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        var names = CertificateNames.Of(certificate);
        text.Append(";URI=").Append(names.Uris.IsEmpty ? "" : names.Uris[0]);
        foreach (var name in names.Dns)
            text.Append(";DNS=").Append(name);
        return text.ToString();
    }
}

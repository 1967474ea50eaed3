using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>Reads the <c>tls</c> of a Gateway's server or of a Sidecar's <c>ingress</c>.</summary>
internal static class ServerTlsReader
{
    public static ServerTls? Read(YamlNode? tls) => tls is not YamlMapping ? null : new ServerTls(
        tls.Text("mode") is { Length: > 0 } mode ? mode : "PASSTHROUGH",
        tls.Text("credentialName") is { Length: > 0 } name ? name : tls.Texts("credentialNames").FirstOrDefault() ?? "",
        FirstPair(tls).Text("serverCertificate"),
        FirstPair(tls).Text("privateKey"),
        tls.Text("caCertificates"),
        tls.Texts("subjectAltNames"))
    {
        MinVersion = tls.Text("minProtocolVersion"),
        MaxVersion = tls.Text("maxProtocolVersion"),
        CipherSuites = tls.Texts("cipherSuites"),
        CertificateHashes = tls.Texts("verifyCertificateHash"),
        PublicKeyHashes = tls.Texts("verifyCertificateSpki"),
    };

    /// <summary>The server's own pair of files, or the first of <c>tlsCertificates</c>.</summary>
    private static YamlNode FirstPair(YamlNode tls) => tls.Items("tlsCertificates").FirstOrDefault() ?? tls;
}

using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Tls;

namespace IstioLab.Cluster.Embedded.Mesh.Certificates;

/// <summary>The certificates of one proxy: Secrets by name, files by path.</summary>
internal sealed class ProxyCertificates(CredentialSecrets secrets, CredentialFiles files) : ITlsMaterialSource
{
    private static readonly TlsMaterial s_noIdentity = new() { Problem = "There is no mesh identity in the embedded cluster yet: use mode SIMPLE or MUTUAL." };

    // What Istio writes for the machine's own authorities.
    private const string SystemAuthorities = "system";

    public TlsMaterial Find(ServerTls tls) => tls switch
    {
        { Mode: "ISTIO_MUTUAL" } => s_noIdentity,
        { CredentialName.Length: > 0 } => secrets.Read(tls.CredentialName, needsPair: true, tls.AsksForClientCertificate),
        _ => files.Read(tls.CertificateFile, tls.KeyFile, tls.AsksForClientCertificate ? tls.CaFile : ""),
    };

    public TlsMaterial Find(ClientTlsSettings tls)
    {
        if (tls.Mode == ClientTlsMode.IstioMutual) return s_noIdentity;
        var isMutual = tls.Mode == ClientTlsMode.Mutual;
        if (tls.CredentialName.Length > 0) return secrets.Read(tls.CredentialName, isMutual, needsAuthorities: !tls.InsecureSkipVerify);
        return files.Read(
            isMutual ? tls.ClientCertificate : "", isMutual ? tls.PrivateKey : "",
            tls.CaCertificates == SystemAuthorities || tls.InsecureSkipVerify ? "" : tls.CaCertificates);
    }
}

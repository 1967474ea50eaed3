using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>How a gateway ends TLS.</summary>
/// <param name="Mode">Istio's mode: SIMPLE, MUTUAL, OPTIONAL_MUTUAL or ISTIO_MUTUAL.</param>
/// <param name="CredentialName">The Secret, in the gateway pod's namespace.</param>
/// <param name="CertificateFile">The file of the certificate, when no Secret is named.</param>
/// <param name="KeyFile">The file of the key, when no Secret is named.</param>
/// <param name="CaFile">The file of the CA certificates for clients.</param>
/// <param name="SubjectAltNames">The names of which a client's certificate must have one; empty for any.</param>
public sealed record ServerTls(
    string Mode,
    string CredentialName,
    string CertificateFile,
    string KeyFile,
    string CaFile,
    ImmutableArray<string> SubjectAltNames)
{
    /// <summary>Whether the client must show a certificate.</summary>
    public bool RequiresClientCertificate => Mode is "MUTUAL" or "ISTIO_MUTUAL";
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IstioLab.Proxy.Tls;

/// <summary>Certificates for one purpose, or why there are none.</summary>
public sealed record TlsMaterial
{
    /// <summary>The own certificate with its key and chain; null for none.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>The authorities that the other side's certificate must come from; null when none are named.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Why a connection cannot be made, as one sentence; null when it can.</summary>
    public string? Problem { get; init; }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IstioLab.Proxy.Tls;

/// <summary>Decides whether the other side's certificate is trusted, as Envoy's validation context does.</summary>
internal sealed record PeerVerifier
{
    /// <summary>The authorities; null for those of the machine.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Whether the chain is checked at all.</summary>
    public bool ChecksChain { get; init; } = true;

    /// <summary>Names of which the certificate must have one; empty for any.</summary>
    public ImmutableArray<string> SubjectAltNames { get; init; } = [];

    /// <summary>The host that the certificate must be for; null for any.</summary>
    public string? HostName { get; init; }

    /// <summary>SHA-256 of accepted certificates, in hexadecimal; empty for any.</summary>
    public ImmutableArray<string> CertificateHashes { get; init; } = [];

    /// <summary>SHA-256 of accepted public keys, in Base64; empty for any.</summary>
    public ImmutableArray<string> PublicKeyHashes { get; init; } = [];

    /// <summary>Whether the certificate will do.</summary>
    public bool Accepts(X509Certificate2 certificate, X509Chain? sent) =>
        IsPinned(certificate) && (!ChecksChain || IsIssued(certificate, sent)) && IsNamed(certificate);

    private bool IsPinned(X509Certificate2 certificate)
    {
        if (CertificateHashes.IsEmpty && PublicKeyHashes.IsEmpty)
            return true;
        var hash = Convert.ToHexString(SHA256.HashData(certificate.RawDataMemory.Span));
        var key = Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        return CertificateHashes.Any(accepted => accepted.Replace(":", "", StringComparison.Ordinal).Equals(hash, StringComparison.OrdinalIgnoreCase))
            || PublicKeyHashes.Contains(key);
    }

    private bool IsIssued(X509Certificate2 certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (Authorities is { } authorities)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        return chain.Build(certificate);
    }

    private bool IsNamed(X509Certificate2 certificate)
    {
        if (!SubjectAltNames.IsEmpty)
        {
            var names = CertificateNames.Of(certificate);
            return SubjectAltNames.Any(name => names.Uris.Contains(name) || names.Addresses.Contains(name)
                || names.Dns.Any(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) || certificate.MatchesHostname(name));
        }
        return HostName is null || certificate.MatchesHostname(HostName, allowWildcards: true, allowCommonName: false);
    }
}

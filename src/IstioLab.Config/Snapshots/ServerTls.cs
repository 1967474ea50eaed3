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
    /// <summary>The lowest version: TLSV1_0 to TLSV1_3; empty or TLS_AUTO for Istio's default, TLSV1_2.</summary>
    public string MinVersion { get; init; } = "";

    /// <summary>The highest version; empty or TLS_AUTO for TLSV1_3.</summary>
    public string MaxVersion { get; init; } = "";

    /// <summary>The ciphers of versions up to 1.2 by OpenSSL's names; empty for the default.</summary>
    public ImmutableArray<string> CipherSuites { get; init; } = [];

    /// <summary>SHA-256 of the client certificates that are accepted, in hexadecimal, with or without colons; empty for any.</summary>
    public ImmutableArray<string> CertificateHashes { get; init; } = [];

    /// <summary>SHA-256 of the public keys that are accepted, in Base64; empty for any.</summary>
    public ImmutableArray<string> PublicKeyHashes { get; init; } = [];

    /// <summary>Whether the client must show a certificate.</summary>
    public bool RequiresClientCertificate => Mode is "MUTUAL" or "ISTIO_MUTUAL";

    /// <summary>Whether the client is asked for a certificate.</summary>
    public bool AsksForClientCertificate => RequiresClientCertificate || Mode == "OPTIONAL_MUTUAL";

    /// <summary>Equality by content: equal settings of two snapshots are one.</summary>
    public bool Equals(ServerTls? other) =>
        other is not null && Mode == other.Mode && CredentialName == other.CredentialName && CertificateFile == other.CertificateFile
        && KeyFile == other.KeyFile && CaFile == other.CaFile && MinVersion == other.MinVersion && MaxVersion == other.MaxVersion
        && SubjectAltNames.SequenceEqual(other.SubjectAltNames) && CipherSuites.SequenceEqual(other.CipherSuites)
        && CertificateHashes.SequenceEqual(other.CertificateHashes) && PublicKeyHashes.SequenceEqual(other.PublicKeyHashes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mode, CredentialName, CertificateFile, KeyFile, CaFile, MinVersion, MaxVersion);
}

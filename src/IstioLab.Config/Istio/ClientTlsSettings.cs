using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>A DestinationRule's <c>tls</c>.</summary>
public sealed record ClientTlsSettings
{
    /// <summary>The mode.</summary>
    public ClientTlsMode Mode { get; init; }

    /// <summary>The server name to send; empty for the request's host (since 1.21).</summary>
    public string Sni { get; init; } = "";

    /// <summary>The names of which the server's certificate must have one.</summary>
    public ImmutableArray<string> SubjectAltNames { get; init; } = [];

    /// <summary>The file of the client certificate.</summary>
    public string ClientCertificate { get; init; } = "";

    /// <summary>The file of the client's key.</summary>
    public string PrivateKey { get; init; } = "";

    /// <summary>The file of the CA certificates.</summary>
    public string CaCertificates { get; init; } = "";

    /// <summary>The Secret with certificates and key.</summary>
    public string CredentialName { get; init; } = "";

    /// <summary>Whether the server's certificate is not checked.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>Equality by content: equal settings of two snapshots are one.</summary>
    public bool Equals(ClientTlsSettings? other) =>
        other is not null && Mode == other.Mode && Sni == other.Sni && ClientCertificate == other.ClientCertificate && PrivateKey == other.PrivateKey
        && CaCertificates == other.CaCertificates && CredentialName == other.CredentialName && InsecureSkipVerify == other.InsecureSkipVerify
        && SubjectAltNames.SequenceEqual(other.SubjectAltNames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mode, Sni, ClientCertificate, CaCertificates, CredentialName, InsecureSkipVerify);
}

using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Istio;

/// <summary>A server of a Gateway as written.</summary>
internal sealed record GatewayServer
{
    public required int Port { get; init; }

    public required string Protocol { get; init; }

    public string PortName { get; init; } = "";

    public string Name { get; init; } = "";

    public string Bind { get; init; } = "";

    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>The TLS mode; empty when there is no tls block.</summary>
    public string TlsMode { get; init; } = "";

    public bool HttpsRedirect { get; init; }

    public string CredentialName { get; init; } = "";

    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public string CaFile { get; init; } = "";

    public ImmutableArray<string> SubjectAltNames { get; init; } = [];

    public string MinVersion { get; init; } = "";

    public string MaxVersion { get; init; } = "";

    public ImmutableArray<string> CipherSuites { get; init; } = [];

    public ImmutableArray<string> CertificateHashes { get; init; } = [];

    public ImmutableArray<string> PublicKeyHashes { get; init; } = [];

    public bool HasTls => TlsMode.Length > 0;

    public required RuleReference Rule { get; init; }
}

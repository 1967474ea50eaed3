using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>A filter chain of a sidecar's inbound listener.</summary>
public sealed record InboundChain
{
    /// <summary>Istio's name: <c>0.0.0.0_80</c>, or <c>virtualInbound</c> and its relatives for ports that no Service names.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster: <c>inbound|80||</c> or <c>InboundPassthroughCluster</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>Whether connections must or must not begin with TLS.</summary>
    public TlsExpectation Tls { get; init; }

    /// <summary>Names of protocols (ALPN) of which the connection must have one; empty for any.</summary>
    public ImmutableArray<string> ApplicationProtocols { get; init; } = [];

    /// <summary>How the chain ends TLS.</summary>
    public InboundTermination Termination { get; init; }

    /// <summary>The certificate of <see cref="InboundTermination.Custom"/>.</summary>
    public ServerTls? CustomTls { get; init; }

    /// <summary>The virtual host of a chain that reads HTTP: <c>inbound|http|80</c>; <see langword="null"/> for one that passes bytes on.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>Whether the chain reads HTTP.</summary>
    public bool IsHttp => VirtualHost is not null;

    /// <summary>Whether a client of this kind gets through the chain's handshake.</summary>
    internal bool Accepts(PeerTls client) => Termination switch
    {
        InboundTermination.None => true,
        InboundTermination.IstioMutual => client == PeerTls.IstioMutual,
        _ => client == PeerTls.Mutual || (client == PeerTls.Simple && CustomTls is { RequiresClientCertificate: false }),
    };
}

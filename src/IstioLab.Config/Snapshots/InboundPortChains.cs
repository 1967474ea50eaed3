using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>The chains that a sidecar has for connections to one port of its workload.</summary>
public sealed class InboundPortChains
{
    internal InboundPortChains(ImmutableArray<InboundChain> chains) => Chains = chains;

    /// <summary>The chains; the order does not matter.</summary>
    public ImmutableArray<InboundChain> Chains { get; }

    /// <summary>The cluster that all of them lead to.</summary>
    public string Cluster => Chains[0].Cluster;

    /// <summary>Whether any of the chains reads HTTP.</summary>
    public bool ReadHttp => Chains.Any(chain => chain.IsHttp);

    /// <summary>Whether a TLS hello is looked at: elsewhere TLS is bytes like any others.</summary>
    private bool SeesTls => Chains.Any(chain => chain.Tls == TlsExpectation.Tls);

    /// <summary>Whether the first bytes are looked at to tell HTTP from the rest.</summary>
    private bool SeesHttp => Chains.Any(chain => chain.ApplicationProtocols.Any(InboundMatches.IsPlaintextHttp));

    /// <summary>Chooses the chain of a connection and says whether the connection gets through it.</summary>
    public InboundVerdict Decide(in InboundConnection connection)
    {
        if (Find(in connection) is not { } chain)
        {
            return new InboundVerdict(InboundOutcome.NoChain, null);
        }

        if (!chain.Accepts(connection.Tls))
        {
            return new InboundVerdict(InboundOutcome.HandshakeFailed, chain);
        }

        var isHttp = connection.HttpVersion != HttpVersionKind.None
            && (connection.Tls == PeerTls.Plaintext || chain.Termination != InboundTermination.None);
        return new InboundVerdict(chain.IsHttp && !isHttp ? InboundOutcome.ProtocolError : InboundOutcome.Taken, chain);
    }

    /// <summary>Envoy's order: TLS or not, then the first of the connection's protocols that a chain names, then a chain that names none.</summary>
    private InboundChain? Find(in InboundConnection connection)
    {
        var isTls = connection.Tls != PeerTls.Plaintext;
        var transport = isTls && SeesTls ? TlsExpectation.Tls : TlsExpectation.Plaintext;
        if (Chains.All(chain => chain.Tls != transport))
        {
            transport = TlsExpectation.Any;
        }

        foreach (var protocol in ProtocolsOf(in connection, isTls))
        {
            foreach (var chain in Chains)
            {
                if (chain.Tls == transport && chain.ApplicationProtocols.Contains(protocol))
                {
                    return chain;
                }
            }
        }

        return Chains.FirstOrDefault(chain => chain.Tls == transport && chain.ApplicationProtocols.IsEmpty);
    }

    private ImmutableArray<string> ProtocolsOf(in InboundConnection connection, bool isTls)
    {
        if (isTls)
        {
            return SeesTls && !connection.ApplicationProtocols.IsDefault ? connection.ApplicationProtocols : [];
        }

        return SeesHttp && connection.HttpVersion != HttpVersionKind.None ? [InboundMatches.NameOf(connection.HttpVersion)] : [];
    }
}

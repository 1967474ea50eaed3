using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots.Compiling;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// The inbound listener of a sidecar: which chain takes a connection, by its port, by what the port accepts and by what the client
/// speaks. Follows <c>listener_inbound.go</c>.
/// </summary>
public sealed class InboundChains
{
    private const int OwnPort = 15006;

    private readonly PeerPolicy? policy;
    private InboundChains? withoutIdentity;

    internal InboundChains(ImmutableArray<InboundListener> listeners, PeerPolicy? policy)
    {
        Listeners = listeners;
        this.policy = policy;
    }

    /// <summary>The ports that a Service or a Sidecar names.</summary>
    public ImmutableArray<InboundListener> Listeners { get; }

    /// <summary>The same for a proxy that has no certificates: it treats every port as if its mode were DISABLE.</summary>
    public InboundChains WithoutIdentity => withoutIdentity ??= policy is null ? this : new InboundChains(Listeners, null);

    /// <summary>The chains of a port: its own, else those of all ports that nothing names.</summary>
    public InboundPortChains Of(int port)
    {
        if (port == OwnPort)
        {
            return new InboundPortChains([new InboundChain { Name = "virtualInbound-blackhole", Cluster = UpstreamCluster.BlackHoleName }]);
        }

        foreach (var listener in Listeners)
        {
            if (listener.Port == port)
            {
                return OfListener(listener);
            }
        }

        var mode = policy?.Of(port).Mode ?? MutualTlsMode.Disable;
        return new InboundPortChains([.. InboundMatches.Find(mode, ListenerProtocol.Auto).Select(match => match.ToChain(
            match.IsHttp ? "virtualInbound-catchall-http" : "virtualInbound", UpstreamCluster.InboundPassthroughName, "inbound|http|0"))]);
    }

    /// <summary>Chooses the chain of a connection, as Envoy does, and says whether the connection gets through it.</summary>
    public InboundVerdict Decide(in InboundConnection connection) => Of(connection.Port).Decide(in connection);

    private InboundPortChains OfListener(InboundListener listener)
    {
        var mode = policy is null ? MutualTlsMode.Disable : listener.MutualTls;
        var custom = policy is not null && mode == MutualTlsMode.Disable ? listener.CustomTls : null;
        var matches = custom is null ? InboundMatches.Find(mode, listener.Protocol) : InboundMatches.FindCustom(listener.Protocol);
        return new InboundPortChains([.. matches.Select(match => match.ToChain(
            listener.ChainName, listener.ClusterName, listener.VirtualHost, custom))]);
    }
}

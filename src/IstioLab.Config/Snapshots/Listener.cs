using System.Collections.Immutable;
using System.Net;

namespace IstioLab.Config.Snapshots;

/// <summary>An outbound listener of a sidecar or a listener of a gateway.</summary>
public sealed record Listener
{
    /// <summary>Istio's name: <c>0.0.0.0_80</c>, <c>10.96.0.7_3306</c> or <c>virtualOutbound</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The address that it stands for; <see cref="IPAddress.Any"/> for all.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>The port that it stands for.</summary>
    public required int Port { get; init; }

    /// <summary>The chains; the first that takes a connection is used.</summary>
    public ImmutableArray<FilterChain> FilterChains { get; init; } = [];

    /// <summary>The first port of the gateway's Service that leads here; the same as <see cref="Port"/> for sidecars.</summary>
    public int ServicePort { get; init; }

    /// <summary>All ports of the gateway's Services that lead here; empty for sidecars.</summary>
    public ImmutableArray<int> ServicePorts { get; init; } = [];

    /// <summary>Whether the listener has to see the first bytes before it chooses a chain.</summary>
    public bool NeedsSniffing
    {
        get
        {
            foreach (var chain in FilterChains)
            {
                if (chain.Tls != TlsExpectation.Any || chain.OnlyHttp || chain.ServerNames.Length > 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Chooses the chain of a connection: the most specific one, as Envoy does.</summary>
    /// <returns>The chain, or <see langword="null"/>: the connection is closed with flag NR, details <c>filter_chain_not_found</c>.</returns>
    public FilterChain? FindChain(in ConnectionInfo connection) => FilterChainSelector.Find(FilterChains, in connection);
}

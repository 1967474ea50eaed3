using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// Envoy's order: destination network (longest first), server name (exact, then longest wildcard, then none), TLS or not, HTTP or not.
/// </summary>
internal static class FilterChainSelector
{
    public static FilterChain? Find(ImmutableArray<FilterChain> chains, in ConnectionInfo connection)
    {
        FilterChain? best = null;
        var bestRank = (Network: -1, Name: -1, Tls: -1, Http: -1);
        foreach (var chain in chains)
        {
            if (Rank(chain, in connection) is { } rank && rank.CompareTo(bestRank) > 0)
            {
                best = chain;
                bestRank = rank;
            }
        }

        return best;
    }

    private static (int Network, int Name, int Tls, int Http)? Rank(FilterChain chain, in ConnectionInfo connection)
    {
        var network = RankNetwork(chain, in connection);
        var name = RankServerName(chain.ServerNames, connection.ServerName);
        if (network < 0 || name < 0 || (chain.OnlyHttp && !connection.IsHttp))
        {
            return null;
        }

        return chain.Tls switch
        {
            TlsExpectation.Any => (network, name, 0, chain.OnlyHttp ? 1 : 0),
            TlsExpectation.Tls when connection.IsTls => (network, name, 1, chain.OnlyHttp ? 1 : 0),
            TlsExpectation.Plaintext when !connection.IsTls => (network, name, 1, chain.OnlyHttp ? 1 : 0),
            _ => null,
        };
    }

    private static int RankNetwork(FilterChain chain, in ConnectionInfo connection)
    {
        if (chain.Destinations.IsEmpty)
        {
            return 0;
        }

        var best = -1;
        foreach (var network in chain.Destinations)
        {
            if (connection.Destination is not null && network.Contains(connection.Destination))
            {
                best = Math.Max(best, network.PrefixLength + 1);
            }
        }

        return best;
    }

    private static int RankServerName(ImmutableArray<string> names, string serverName)
    {
        if (names.IsEmpty)
        {
            return 0;
        }

        var best = -1;
        foreach (var name in names)
        {
            if (name == "*")
            {
                best = Math.Max(best, 0);
            }
            else if (name.StartsWith("*.", StringComparison.Ordinal))
            {
                if (serverName.Length >= name.Length && serverName.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase))
                {
                    best = Math.Max(best, name.Length);
                }
            }
            else if (string.Equals(name, serverName, StringComparison.OrdinalIgnoreCase))
            {
                best = int.MaxValue;
            }
        }

        return best;
    }
}

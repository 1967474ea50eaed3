using System.Collections.Immutable;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// Envoy's order: destination network (longest first), server name (exact, then longest wildcard, then none), TLS or not, HTTP or not. Each
/// step is final: when no chain of the most specific network has the server name, wider networks are not looked at, and the chain without
/// conditions takes the connection, if there is one.
/// </summary>
internal static class FilterChainSelector
{
    public static FilterChain? Find(ImmutableArray<FilterChain> chains, in ConnectionInfo connection)
    {
        var network = -1;
        foreach (var chain in chains)
        {
            network = Math.Max(network, RankNetwork(chain, in connection));
        }

        var name = -1;
        foreach (var chain in chains)
        {
            if (RankNetwork(chain, in connection) == network)
            {
                name = Math.Max(name, RankServerName(chain.ServerNames, connection.ServerName));
            }
        }

        return network < 0 || name < 0 ? FindDefault(chains) : FindByBytes(chains, in connection, network, name) ?? FindDefault(chains);
    }

    private static FilterChain? FindByBytes(ImmutableArray<FilterChain> chains, in ConnectionInfo connection, int network, int name)
    {
        var transport = TlsExpectation.Any;
        foreach (var chain in chains)
        {
            if (chain.Tls != TlsExpectation.Any && IsTransport(chain.Tls, in connection) && IsOf(chain, in connection, network, name))
            {
                transport = chain.Tls;
            }
        }

        FilterChain? found = null;
        foreach (var chain in chains)
        {
            if (chain.Tls == transport && (!chain.OnlyHttp || connection.IsHttp)
                && (found is null || (chain.OnlyHttp && !found.OnlyHttp))
                && IsOf(chain, in connection, network, name))
            {
                found = chain;
            }
        }

        return found;
    }

    private static FilterChain? FindDefault(ImmutableArray<FilterChain> chains)
    {
        foreach (var chain in chains)
        {
            if (chain is { OnlyHttp: false, Tls: TlsExpectation.Any, ServerNames.IsEmpty: true, Destinations.IsEmpty: true })
            {
                return chain;
            }
        }

        return null;
    }

    private static bool IsTransport(TlsExpectation expectation, in ConnectionInfo connection) =>
        expectation == (connection.IsTls ? TlsExpectation.Tls : TlsExpectation.Plaintext);

    private static bool IsOf(FilterChain chain, in ConnectionInfo connection, int network, int name) =>
        RankNetwork(chain, in connection) == network && RankServerName(chain.ServerNames, connection.ServerName) == name;

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

using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>
/// Finds the position of a virtual host by domain, in Envoy's order of precedence. It knows names and positions and not the hosts
/// themselves, so that a change of routes alone keeps it.
/// </summary>
internal sealed class DomainTable
{
    private readonly ImmutableArray<ImmutableArray<string>> domains;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> exact;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> suffixes;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> prefixes;
    private readonly int[] suffixLengths;
    private readonly int[] prefixLengths;
    private readonly int any = -1;

    public DomainTable(ImmutableArray<VirtualHost> hosts)
    {
        var exactHosts = new Dictionary<string, int>(hosts.Sum(host => host.Domains.Length), StringComparer.OrdinalIgnoreCase);
        var suffixHosts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var prefixHosts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        domains = [.. hosts.Select(host => host.Domains)];
        for (var position = 0; position < hosts.Length; position++)
        {
            foreach (var domain in hosts[position].Domains)
            {
                if (domain == "*")
                {
                    any = any < 0 ? position : any;
                }
                else if (domain.StartsWith('*'))
                {
                    suffixHosts.TryAdd(domain[1..], position);
                }
                else if (domain.EndsWith('*'))
                {
                    prefixHosts.TryAdd(domain[..^1], position);
                }
                else
                {
                    exactHosts.TryAdd(domain, position);
                }
            }
        }

        exact = exactHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        suffixes = suffixHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        prefixes = prefixHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        suffixLengths = LengthsOf(suffixHosts.Keys);
        prefixLengths = LengthsOf(prefixHosts.Keys);
    }

    /// <summary>Whether some virtual hosts have the very domains of this table, in its order.</summary>
    public bool Fits(ImmutableArray<VirtualHost> hosts)
    {
        if (hosts.Length != domains.Length)
        {
            return false;
        }

        for (var position = 0; position < hosts.Length; position++)
        {
            if (hosts[position].Domains != domains[position])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The position of the virtual host, or -1.</summary>
    public int Find(string authority, bool ignorePort)
    {
        var name = ignorePort ? WithoutPort(authority) : authority.AsSpan();
        if (exact.TryGetValue(name, out var host))
        {
            return host;
        }

        // A wildcard stands for at least one character.
        foreach (var length in suffixLengths)
        {
            if (length < name.Length && suffixes.TryGetValue(name[^length..], out host))
            {
                return host;
            }
        }

        foreach (var length in prefixLengths)
        {
            if (length < name.Length && prefixes.TryGetValue(name[..length], out host))
            {
                return host;
            }
        }

        return any;
    }

    private static int[] LengthsOf(IEnumerable<string> keys) =>
        [.. keys.Select(key => key.Length).Distinct().OrderDescending()];

    private static ReadOnlySpan<char> WithoutPort(string authority)
    {
        var name = authority.AsSpan();
        var colon = name.LastIndexOf(':');
        if (colon < 0 || name.LastIndexOf(']') > colon)
        {
            return name;
        }

        return name[(colon + 1)..].ContainsAnyExceptInRange('0', '9') ? name : name[..colon];
    }
}

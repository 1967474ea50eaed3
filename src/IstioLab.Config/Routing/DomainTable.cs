using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Finds virtual hosts by domain, in Envoy's order of precedence.</summary>
internal sealed class DomainTable
{
    private readonly Dictionary<string, VirtualHost>.AlternateLookup<ReadOnlySpan<char>> exact;
    private readonly Dictionary<string, VirtualHost>.AlternateLookup<ReadOnlySpan<char>> suffixes;
    private readonly Dictionary<string, VirtualHost>.AlternateLookup<ReadOnlySpan<char>> prefixes;
    private readonly int[] suffixLengths;
    private readonly int[] prefixLengths;
    private readonly VirtualHost? any;

    public DomainTable(ImmutableArray<VirtualHost> hosts)
    {
        var exactHosts = new Dictionary<string, VirtualHost>(hosts.Sum(host => host.Domains.Length), StringComparer.OrdinalIgnoreCase);
        var suffixHosts = new Dictionary<string, VirtualHost>(StringComparer.OrdinalIgnoreCase);
        var prefixHosts = new Dictionary<string, VirtualHost>(StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts)
        {
            foreach (var domain in host.Domains)
            {
                if (domain == "*")
                {
                    any ??= host;
                }
                else if (domain.StartsWith('*'))
                {
                    suffixHosts.TryAdd(domain[1..], host);
                }
                else if (domain.EndsWith('*'))
                {
                    prefixHosts.TryAdd(domain[..^1], host);
                }
                else
                {
                    exactHosts.TryAdd(domain, host);
                }
            }
        }

        exact = exactHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        suffixes = suffixHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        prefixes = prefixHosts.GetAlternateLookup<ReadOnlySpan<char>>();
        suffixLengths = LengthsOf(suffixHosts.Keys);
        prefixLengths = LengthsOf(prefixHosts.Keys);
    }

    public VirtualHost? Find(string authority, bool ignorePort)
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

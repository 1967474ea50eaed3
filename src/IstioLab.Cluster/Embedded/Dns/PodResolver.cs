using System.Net;
using IstioLab.Cluster.Embedded.Edge;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Embedded.Dns;

/// <summary>
/// Name resolution inside a pod: the search domains of its namespace for names with fewer than five dots, then the name itself, then the
/// hosts of ServiceEntries, then the names that this machine knows.
/// </summary>
internal sealed class PodResolver(ClusterDns dns, string ns) : IPodResolver
{
    private const int Dots = 5;
    private readonly string[] _search = [$"{ns}.svc.{ClusterDns.Domain}", $"svc.{ClusterDns.Domain}", ClusterDns.Domain];

    public string ResolvConf => $"search {string.Join(' ', _search)}\nnameserver {ClusterDns.ServerAddress}\noptions ndots:{Dots}\n";

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is { Count: > 0 } found) return found;
        var entry = dns.Entries.Lookup(name.TrimEnd('.'), ns);
        if (entry is { Count: > 0 }) return entry;
        var outside = await dns.ResolveOutsideAsync(name, cancellationToken);
        return outside.Count == 0 && entry is not null ? [OutsideAddresses.StandIn(name)] : outside;
    }

    /// <summary>As the pod's proxy resolves: without the hosts of ServiceEntries, whose traffic would come back to it.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveUpstreamAsync(string name, CancellationToken cancellationToken) =>
        Find(name) is { Count: > 0 } found ? found : await dns.ResolveOutsideAsync(name, cancellationToken);

    public string Canonicalize(string name) => Candidates(name).FirstOrDefault(candidate => dns.Lookup(candidate).Count > 0) ?? name;

    private IReadOnlyList<IPAddress> Find(string name)
    {
        if (IPAddress.TryParse(name, out var address)) return [address];
        foreach (var candidate in Candidates(name))
        {
            if (dns.Lookup(candidate) is { Count: > 0 } found) return found;
        }

        return [];
    }

    private IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.')) return [name];
        var searched = _search.Select(domain => $"{name}.{domain}");
        return name.Count(letter => letter == '.') >= Dots ? [name, .. searched] : [.. searched, name];
    }
}

using System.Net;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Embedded.Dns;

/// <summary>
/// Name resolution inside a pod: the search domains of its namespace for names with fewer than five dots, then the name itself.
/// Names outside the cluster do not resolve: the pod network ends at the cluster's edge.
/// </summary>
internal sealed class PodResolver(ClusterDns dns, string ns) : IPodResolver
{
    private const int Dots = 5;
    private readonly string[] _search = [$"{ns}.svc.{ClusterDns.Domain}", $"svc.{ClusterDns.Domain}", ClusterDns.Domain];

    public string ResolvConf => $"search {string.Join(' ', _search)}\nnameserver {ClusterDns.ServerAddress}\noptions ndots:{Dots}\n";

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name, out var address)) return new([address]);
        foreach (var candidate in Candidates(name))
        {
            if (dns.Lookup(candidate) is { Count: > 0 } found) return new(found);
        }

        return new([]);
    }

    public string Canonicalize(string name) => Candidates(name).FirstOrDefault(candidate => dns.Lookup(candidate).Count > 0) ?? name;

    private IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.')) return [name];
        var searched = _search.Select(domain => $"{name}.{domain}");
        return name.Count(letter => letter == '.') >= Dots ? [name, .. searched] : [.. searched, name];
    }
}

using System.Net;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A pod's name resolution: cluster DNS behind the pod's search domains.</summary>
internal interface IPodResolver
{
    /// <summary>Addresses of a name; empty when there is none. A name with fewer than five dots goes through the search domains.</summary>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken);

    /// <summary>The name that a lookup of <paramref name="name"/> ends at, as nslookup shows it; the name itself when unknown.</summary>
    string Canonicalize(string name) => name;

    /// <summary>Content of /etc/resolv.conf.</summary>
    string ResolvConf { get; }
}

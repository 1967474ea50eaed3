using System.Net;
using System.Runtime.CompilerServices;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Dns;

/// <summary>
/// The hosts of ServiceEntries, which resolve in pods as with Istio's DNS proxy
/// (https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/).
/// </summary>
/// <param name="api">The objects.</param>
/// <param name="findAddress">The address that the mesh gives to a host of a namespace's entry; null for none.</param>
internal sealed class ServiceEntryNames(IObjectApi api, Func<string, string, string?>? findAddress = null)
{
    private readonly ConditionalWeakTable<StoredObject, Entry> _entries = [];

    /// <summary>The addresses that an entry gives to a name.</summary>
    /// <returns>Null when no entry that the namespace sees has the name; empty when the entry has no addresses.</returns>
    public IReadOnlyList<IPAddress>? Lookup(string name, string ns)
    {
        var found = false;
        foreach (var stored in api.List(Resources.ServiceEntries).Items)
        {
            var entry = _entries.GetValue(stored, Read);
            if (!entry.IsSeenFrom(ns) || !entry.Has(name)) continue;
            if (entry.Addresses.Count > 0) return entry.Addresses;
            if (findAddress?.Invoke(entry.Namespace, name) is { } given) return [IPAddress.Parse(given)];
            found = true;
        }
        return found ? [] : null;
    }

    private static Entry Read(StoredObject stored)
    {
        var node = stored.ToNode();
        return new Entry(
            stored.Namespace,
            node.Texts("spec", "hosts"),
            node.Texts("spec", "exportTo"),
            [.. node.Texts("spec", "addresses").Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>()]);
    }

    private sealed record Entry(string Namespace, IReadOnlyList<string> Hosts, IReadOnlyList<string> ExportTo, IReadOnlyList<IPAddress> Addresses)
    {
        public bool IsSeenFrom(string ns) =>
            ExportTo.Count == 0 || ExportTo.Any(target => target == "*" || target == ns || (target == "." && ns == Namespace));

        public bool Has(string name) => Hosts.Any(host => host.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}

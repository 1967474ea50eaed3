using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Who is behind an address or a pod's name. Filled from the API where it can be read, and until then from what proxies say of themselves.
/// </summary>
internal sealed class PodDirectory
{
    private readonly ConcurrentDictionary<string, TelemetryResource> _byPod = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IPAddress, TelemetryResource> _byAddress = new();
    private int _misses = 1;

    /// <summary>Whether something was asked for since the last call that is not here.</summary>
    public bool TakeMisses() => Interlocked.Exchange(ref _misses, 0) > 0;

    /// <summary>The pod at an address.</summary>
    public TelemetryResource? Find(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
        {
            return null;
        }

        if (_byAddress.TryGetValue(address, out var found))
        {
            return found;
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <summary>The pod with a name, of whatever namespace.</summary>
    public TelemetryResource? FindPod(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (_byPod.TryGetValue(name, out var found))
        {
            return found;
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <summary>The pod of a proxy that named itself.</summary>
    public TelemetryResource Learn(NodeId node)
    {
        if (FindPod(node.Pod) is { } known && known.Namespace == node.Namespace)
        {
            return known;
        }

        return Put(node.Type == "router" ? ProxyType.Gateway : ProxyType.Sidecar, node.Namespace, node.Pod, node.Address, FrozenDictionary<string, string>.Empty, "");
    }

    /// <summary>Keeps a pod that the API shows, or a proxy named.</summary>
    public TelemetryResource Put(
        ProxyType type, string ns, string pod, IPAddress? address, FrozenDictionary<string, string> labels, string node)
    {
        var proxy = new ProxyIdentity { Type = type, Namespace = ns, PodName = pod, Address = address, Labels = labels };
        var resource = TelemetryResource.Of(proxy, labels.ContainsKey("pod-template-hash") ? null : PodNames.WorkloadOf(pod), node);
        _byPod[pod] = resource;
        if (address is not null)
        {
            _byAddress[address] = resource;
        }

        return resource;
    }
}

using System.Collections.Concurrent;
using System.Net;

namespace IstioLab.Proxy.Runtime;

/// <summary>The upstream addresses that a proxy knows or has called.</summary>
internal sealed class AddressBook
{
    private readonly ConcurrentDictionary<IPEndPoint, UpstreamAddress> _addresses = new();

    public UpstreamAddress Of(IPEndPoint endPoint) =>
        _addresses.TryGetValue(endPoint, out var known) ? known : _addresses.GetOrAdd(endPoint, static key => new UpstreamAddress(key));

    public void Retire(IPEndPoint endPoint)
    {
        if (_addresses.TryRemove(endPoint, out var address))
            address.Retire();
    }

    public int Connections
    {
        get
        {
            var count = 0;
            foreach (var (_, address) in _addresses)
                count += address.Connections;
            return count;
        }
    }

    public void RetireAll()
    {
        foreach (var endPoint in _addresses.Keys)
            Retire(endPoint);
    }
}

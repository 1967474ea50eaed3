using System.Collections.Concurrent;
using System.Net;

namespace IstioLab.Proxy.Runtime;

/// <summary>The upstream addresses that a proxy knows or has called.</summary>
internal sealed class AddressBook
{
    private readonly ConcurrentDictionary<IPEndPoint, UpstreamAddress> _addresses = new();
    private readonly ConcurrentDictionary<UpstreamAddress, bool> _retired = new();

    public UpstreamAddress Of(IPEndPoint endPoint) =>
        _addresses.TryGetValue(endPoint, out var known) ? known : _addresses.GetOrAdd(endPoint, static key => new UpstreamAddress(key));

    public void Retire(IPEndPoint endPoint)
    {
        if (!_addresses.TryRemove(endPoint, out var address))
            return;
        foreach (var left in _retired.Keys.Where(left => left.Requests == 0))
            _retired.TryRemove(left, out _);
        _retired.TryAdd(address, true);
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

    /// <summary>The requests on their way to any port of an IP.</summary>
    public int RequestsTo(IPAddress ip)
    {
        var count = 0;
        foreach (var address in _addresses.Values.Concat(_retired.Keys))
        {
            if (address.EndPoint.Address.Equals(ip))
                count += address.Requests;
        }
        return count;
    }

    public void RetireAll()
    {
        foreach (var endPoint in _addresses.Keys)
            Retire(endPoint);
    }
}

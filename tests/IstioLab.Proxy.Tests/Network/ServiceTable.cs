using System.Net;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Tests.Network;

internal sealed class ServiceTable : IServiceTable
{
    private readonly Dictionary<IPEndPoint, IPEndPoint[]> _services = [];

    public ServiceTable With(string service, params string[] endpoints)
    {
        _services[IPEndPoint.Parse(service)] = [.. endpoints.Select(IPEndPoint.Parse)];
        return this;
    }

    public bool TryResolve(IPEndPoint serviceAddress, int random, out IPEndPoint endpoint, out bool isService)
    {
        endpoint = serviceAddress;
        isService = _services.TryGetValue(serviceAddress, out var endpoints);
        if (endpoints is not { Length: > 0 })
            return false;
        endpoint = endpoints[random % endpoints.Length];
        return true;
    }
}

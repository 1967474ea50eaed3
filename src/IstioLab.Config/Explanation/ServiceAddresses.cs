using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Explanation;

/// <summary>Resolves host names as a pod's DNS does: the names of Services and the addresses of ServiceEntries.</summary>
internal sealed class ServiceAddresses(MeshState state)
{
    /// <summary>The address that a client dials; <see langword="null"/> when it is not known.</summary>
    public IPAddress? Find(string host, ProxyIdentity proxy, int port) => Find(host, proxy, port, 0);

    /// <summary>The service that a pod means by a name; <see langword="null"/> for none.</summary>
    public MeshService? FindService(string host, ProxyIdentity proxy) =>
        Candidates(host.TrimEnd('.').ToLowerInvariant(), proxy).SelectMany(state.Tables.Services.OfHost).FirstOrDefault();

    private IPAddress? Find(string host, ProxyIdentity proxy, int port, int depth)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return literal;
        }

        foreach (var name in Candidates(host.TrimEnd('.').ToLowerInvariant(), proxy))
        {
            foreach (var service in state.Tables.Services.OfHost(name))
            {
                // An ExternalName Service is another name; a circle of them has no address.
                var external = service is { IsKubernetes: true, IsExternal: true } ? service.Source.Root["spec"].Text("externalName") : "";
                var address = external.Length > 0 && depth < 8
                    ? Find(external, proxy, port, depth + 1)
                    : Choose(service, port);
                if (address is not null)
                {
                    return address;
                }
            }
        }

        return null;
    }

    private IPAddress? Choose(MeshService service, int port)
    {
        foreach (var address in service.Addresses)
        {
            if (IPAddress.TryParse(address, out var ip))
            {
                return ip;
            }

            if (Networks.TryParse(address) is { } network)
            {
                return network.BaseAddress;
            }
        }

        if (service is { Resolution: ServiceResolution.Passthrough, IsKubernetes: true } && service.FindPort(port) is { } own)
        {
            var endpoints = state.Tables.Endpoints.Find(service, own);
            return endpoints.IsEmpty || !IPAddress.TryParse(endpoints[0].Address, out var pod) ? null : pod;
        }

        return null;
    }

    private IEnumerable<string> Candidates(string host, ProxyIdentity proxy)
    {
        var domain = state.Settings.ClusterDomain;
        yield return host;
        yield return $"{host}.{proxy.Namespace}.svc.{domain}";
        yield return $"{host}.svc.{domain}";
        yield return $"{host}.{domain}";
    }
}

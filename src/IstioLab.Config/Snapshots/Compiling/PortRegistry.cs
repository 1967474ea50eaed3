using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// The services of an egress listener that have one port, reduced to that port: this is why a destination without port means the port
/// that the client dialled. With port 0, for HTTP proxies, services keep all ports.
/// </summary>
internal sealed class PortRegistry
{
    private static readonly ConditionalWeakTable<MeshService[], ConcurrentDictionary<int, PortRegistry>> Known = [];

    private readonly Dictionary<string, MeshService> byHost = new(StringComparer.Ordinal);
    private readonly int port;

    public PortRegistry(ImmutableArray<MeshService> services, int port)
    {
        this.port = port;
        foreach (var service in services)
        {
            if (port == 0 || service.FindPort(port) is not null)
            {
                byHost[service.Hostname] = service;
            }
        }

        Services = [.. byHost.Values.OrderBy(service => service.Hostname, StringComparer.Ordinal)];
        HasWildcards = Services.Any(service => HostName.IsWildcard(service.Hostname));
    }

    public ImmutableArray<MeshService> Services { get; }

    /// <summary>The registry of some services and a port; kept as long as these services.</summary>
    public static PortRegistry Of(ImmutableArray<MeshService> services, int port) =>
        ImmutableCollectionsMarshal.AsArray(services) is { } array
            ? Known.GetOrCreateValue(array).GetOrAdd(port, static (number, all) => new PortRegistry(all, number), services)
            : new PortRegistry(services, port);

    public bool HasWildcards { get; }

    /// <summary>The service itself, whose identity tells whether it changed.</summary>
    public MeshService? FindOriginal(string host) => byHost.GetValueOrDefault(host);

    /// <summary>The service with this port only.</summary>
    public MeshService? Find(string host) =>
        byHost.TryGetValue(host, out var service)
            ? port == 0 || service.Ports.Length == 1 ? service : service with { Ports = [service.FindPort(port)!] }
            : null;

    /// <summary>The ports of a service that this registry knows.</summary>
    public IEnumerable<ServicePort> PortsOf(MeshService service) =>
        port == 0 ? service.Ports : service.Ports.Where(item => item.Number == port).Take(1);
}

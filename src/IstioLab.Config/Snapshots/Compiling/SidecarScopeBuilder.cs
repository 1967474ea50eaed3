using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds what a sidecar sees. Follows <c>model/sidecar.go</c>.</summary>
internal sealed class SidecarScopeBuilder(MeshState state, string space)
{
    private static readonly SidecarListener Everything = new() { Hosts = ["*/*"] };

    private static readonly ConditionalWeakTable<ServiceTable, ConcurrentDictionary<(string Space, ByReference<SidecarListener> Listener), ImmutableArray<MeshService>>>
        Selected = [];

    /// <summary>Builds what a sidecar sees of all services. Which these are, is found once for as long as the services stay the same.</summary>
    public SidecarScope Build(SidecarConfig? sidecar)
    {
        var known = Selected.GetOrCreateValue(state.Tables.Services);
        return Build(sidecar, source => known.GetOrAdd(
            (space, new ByReference<SidecarListener>(source)),
            _ => SelectServices(source, ReadHosts(source), [.. state.Tables.Services.Visible(space)])));
    }

    /// <summary>Builds what a sidecar sees of some services.</summary>
    public SidecarScope Build(SidecarConfig? sidecar, ImmutableArray<MeshService> visible) =>
        Build(sidecar, source => SelectServices(source, ReadHosts(source), visible));

    private SidecarScope Build(SidecarConfig? sidecar, Func<SidecarListener, ImmutableArray<MeshService>> select)
    {
        ImmutableArray<SidecarListener> egress = sidecar is { Egress.Length: > 0 } ? sidecar.Egress : [Everything];
        ImmutableArray<EgressListener> listeners = [.. egress.Select(source => BuildListener(source, select(source)))];
        return new SidecarScope
        {
            Namespace = space,
            Sidecar = sidecar,
            Listeners = listeners,
            Services = CollectServices(listeners),
            OutboundPolicy = sidecar?.OutboundPolicy ?? state.Settings.OutboundPolicy,
        };
    }

    private EgressListener BuildListener(SidecarListener source, ImmutableArray<MeshService> services)
    {
        var imports = ReadHosts(source);
        var virtualServices = SelectVirtualServices(imports);
        return new EgressListener
        {
            Source = source,
            Services = services,
            VirtualServices = virtualServices,
            MostSpecific = IndexMostSpecific(virtualServices, services),
        };
    }

    private Dictionary<string, ImportedHosts> ReadHosts(SidecarListener source)
    {
        var result = new Dictionary<string, ImportedHosts>(StringComparer.Ordinal);
        foreach (var entry in source.Hosts)
        {
            var parts = entry.Split('/');
            if (parts.Length != 2)
            {
                continue;
            }

            var owner = parts[0] == "." ? space : parts[0];
            if (!result.TryGetValue(owner, out var hosts))
            {
                result[owner] = hosts = new ImportedHosts();
            }

            hosts.Add(parts[1].ToLowerInvariant());
        }

        return result;
    }

    private ImmutableArray<VirtualService> SelectVirtualServices(Dictionary<string, ImportedHosts> imports)
    {
        var everywhere = imports.GetValueOrDefault("*");
        return
        [
            .. state.Tables.VirtualServices.Visible(space, "mesh").Where(item => IsImported(item, imports.GetValueOrDefault(item.Namespace), everywhere)),
        ];
    }

    private static bool IsImported(VirtualService item, ImportedHosts? own, ImportedHosts? everywhere)
    {
        foreach (var host in item.Hosts)
        {
            if (own?.MatchesVirtualService(host) == true || everywhere?.MatchesVirtualService(host) == true)
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<MeshService> SelectServices(
        SidecarListener source,
        Dictionary<string, ImportedHosts> imports,
        ImmutableArray<MeshService> visible)
    {
        var everywhere = imports.GetValueOrDefault("*");
        var imported = new List<MeshService>();
        foreach (var service in visible)
        {
            var found = (imports.GetValueOrDefault(service.Namespace) is { } own ? Import(source, own, service) : null)
                ?? (everywhere is not null ? Import(source, everywhere, service) : null);
            if (found is not null)
            {
                imported.Add(found);
            }
        }

        var owners = PickOwners(imported);
        return [.. imported.Where(service => owners[service.Hostname] == service.Namespace)];
    }

    private static MeshService? Import(SidecarListener source, ImportedHosts hosts, MeshService service)
    {
        if (!hosts.MatchesService(service.Hostname))
        {
            return null;
        }

        var found = EgressListener.NeedsPort(source) ? WithPorts(service, port => port == source.Port) : service;
        return found is null || found.Aliases.All(hosts.MatchesService)
            ? found
            : found with { Aliases = [.. found.Aliases.Where(hosts.MatchesService)] };
    }

    /// <summary>Of a host in several namespaces: the client's own, else Kubernetes', else the oldest.</summary>
    private Dictionary<string, string> PickOwners(List<MeshService> services)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var kubernetes = new HashSet<string>(StringComparer.Ordinal);
        var prefersKubernetes = state.Settings.Release != IstioRelease.Istio117;
        foreach (var service in services)
        {
            var host = service.Hostname;
            if (!result.TryGetValue(host, out var owner)
                || service.Namespace == space
                || (prefersKubernetes && !kubernetes.Contains(host) && service.IsKubernetes && owner != space))
            {
                result[host] = service.Namespace;
                kubernetes.Remove(host);
                if (service.IsKubernetes)
                {
                    kubernetes.Add(host);
                }
            }
        }

        return result;
    }

    private static FrozenDictionary<string, VirtualService> IndexMostSpecific(
        ImmutableArray<VirtualService> virtualServices,
        ImmutableArray<MeshService> services)
    {
        if (!virtualServices.Any(item => item.Hosts.Any(HostName.IsWildcard)))
        {
            return FrozenDictionary<string, VirtualService>.Empty;
        }

        var byHost = new Dictionary<string, VirtualService>(StringComparer.Ordinal);
        foreach (var item in virtualServices)
        {
            foreach (var host in item.Hosts)
            {
                byHost.TryAdd(host, item);
            }
        }

        var result = new Dictionary<string, VirtualService>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (HostName.MostSpecific(service.Hostname, byHost.Keys) is { } host)
            {
                result[service.Hostname] = byHost[host];
            }
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private ImmutableArray<MeshService> CollectServices(ImmutableArray<EgressListener> listeners)
    {
        var collector = new ServiceCollector();
        foreach (var listener in listeners)
        {
            foreach (var service in listener.Services)
            {
                collector.Add(service);
            }

            foreach (var item in listener.VirtualServices)
            {
                foreach (var (host, ports) in VirtualServiceDestinations.Of(item, space))
                {
                    if (PickDestination(host) is { } service)
                    {
                        collector.Add(listener.MatchesPort
                            ? WithPorts(service, port => port == listener.Source.Port)
                            : ports.Contains(0) ? service : WithPorts(service, ports.Contains));
                    }
                }
            }
        }

        return collector.ToImmutable();
    }

    private MeshService? PickDestination(string host)
    {
        var candidates = state.Tables.Services.OfHost(host);
        if (candidates is [var only])
        {
            return only.Namespace == space || state.Tables.Services.IsVisible(only, space) ? only : null;
        }

        var own = candidates.Where(service => service.Namespace == space).OrderBy(service => !service.IsKubernetes).FirstOrDefault();
        if (own is not null)
        {
            return own;
        }

        var visible = candidates.Where(service => state.Tables.Services.IsVisible(service, space));
        return state.Settings.Release == IstioRelease.Istio117
            ? visible.MinBy(service => service.Namespace, StringComparer.Ordinal)
            : visible.OrderBy(service => !service.IsKubernetes).ThenBy(service => service.CreationTime).FirstOrDefault();
    }

    private static MeshService? WithPorts(MeshService service, Func<int, bool> wanted)
    {
        ImmutableArray<ServicePort> ports = [.. service.Ports.Where(port => wanted(port.Number))];
        return ports.Length == service.Ports.Length ? service : ports.IsEmpty ? null : service with { Ports = ports };
    }
}

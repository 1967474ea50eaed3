using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Finds which hosts get the routes of which VirtualService. Follows <c>BuildSidecarVirtualHostWrapper</c>.</summary>
internal sealed class SidecarHostGrouper(
    EgressListener listener,
    PortRegistry registry,
    int listenerPort,
    IstioRelease release,
    Func<VirtualService, CompiledRules> compile)
{
    public ImmutableArray<HostGroup> Group()
    {
        var groups = ImmutableArray.CreateBuilder<HostGroup>();
        foreach (var item in listener.VirtualServices)
        {
            // On other ports than 80 a VirtualService needs a service of the registry.
            if (listenerPort == 80 || MatchesService(item))
            {
                AddGroups(item, groups);
            }
        }

        return groups.ToImmutable();
    }

    private bool MatchesService(VirtualService item)
    {
        foreach (var host in item.Hosts)
        {
            if (registry.FindOriginal(host) is not null)
            {
                return true;
            }

            if ((HostName.IsWildcard(host) || registry.HasWildcards)
                && registry.Services.Any(service =>
                    (HostName.IsWildcard(host) || HostName.IsWildcard(service.Hostname)) && HostName.Matches(host, service.Hostname)))
            {
                return true;
            }
        }

        return false;
    }

    private void AddGroups(VirtualService item, ImmutableArray<HostGroup>.Builder groups)
    {
        var rules = compile(item);
        if (rules.Routes.IsEmpty)
        {
            return;
        }

        var (hosts, services) = Separate(item);
        if (listenerPort != 0)
        {
            AddGroup(item, groups, rules, hosts, services);
            return;
        }

        var byPort = new SortedDictionary<int, List<MeshService>>();
        foreach (var service in services)
        {
            foreach (var port in registry.PortsOf(service).Where(port => port.Protocol.IsHttpOrSniffed()))
            {
                if (!byPort.TryGetValue(port.Number, out var list))
                {
                    byPort[port.Number] = list = [];
                }

                list.Add(service);
            }
        }

        foreach (var (port, list) in byPort)
        {
            groups.Add(new HostGroup(item, port, [.. list], hosts, rules));
        }
    }

    /// <summary>The group of the listener's own port, which is the only one that its registry knows.</summary>
    private void AddGroup(
        VirtualService item,
        ImmutableArray<HostGroup>.Builder groups,
        CompiledRules rules,
        ImmutableArray<string> hosts,
        List<MeshService> services)
    {
        services.RemoveAll(service => service.FindPort(listenerPort)?.Protocol.IsHttpOrSniffed() != true);
        if (services.Count > 0 || listenerPort == 80)
        {
            groups.Add(new HostGroup(item, listenerPort, [.. services], hosts, rules));
        }
    }

    private (ImmutableArray<string> Hosts, List<MeshService> Services) Separate(VirtualService item)
    {
        var hosts = ImmutableArray.CreateBuilder<string>();
        var services = new List<MeshService>();
        foreach (var host in item.Hosts)
        {
            if (HostName.IsWildcard(host))
            {
                continue;
            }

            if (registry.FindOriginal(host) is { } service)
            {
                services.Add(service);
            }
            else
            {
                hosts.Add(host);
            }
        }

        foreach (var host in item.Hosts)
        {
            if (!HostName.IsWildcard(host))
            {
                continue;
            }

            var found = false;
            foreach (var service in registry.Services.Where(service => HostName.Matches(service.Hostname, host)))
            {
                found = true;
                if (release == IstioRelease.Istio117
                    || ReferenceEquals(listener.MostSpecific.GetValueOrDefault(service.Hostname), item))
                {
                    services.Add(service);
                }
            }

            if (!found)
            {
                hosts.Add(host);
            }
        }

        return (hosts.ToImmutable(), services);
    }
}

using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Collects virtual hosts; a name or a domain that comes twice stays with the first.</summary>
internal sealed class VirtualHostCollector(ProxyIdentity proxy, MeshSettings settings, CompileCache cache, int listenerPort)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly DomainLayout layout = new();
    private readonly List<(Func<string, ImmutableArray<string>, VirtualHost> Create, string Name, int Port)> wanted = [];
    private readonly string proxyDomain = proxy.DnsDomain ?? $"{proxy.Namespace}.svc.{settings.ClusterDomain}";

    /// <summary>Notes full names, which no short form of another service may take.</summary>
    public void Know(ImmutableArray<MeshService> services, int port)
    {
        foreach (var service in services)
        {
            layout.Know(service.Hostname);
            if (listenerPort == 0)
            {
                layout.Know(DomainNames.WithPort(service.Hostname, port));
            }
        }
    }

    public void Add(HostGroup group)
    {
        foreach (var host in group.Hosts)
        {
            Add(DomainNames.WithPort(host, group.Port), group.Port, [DomainNames.Bracket(host)], [], group.Rules.HostOf);
        }

        foreach (var service in group.Services)
        {
            var (all, shortNames) = DomainsOf(service, group.Port);
            Add(DomainNames.WithPort(service.Hostname, group.Port), group.Port, all, shortNames, group.Rules.HostOf);
        }
    }

    public void AddDefault(MeshService service, int port, VirtualHost host)
    {
        var (all, shortNames) = DomainsOf(service, port);
        Add(host.Name, port, all, shortNames, (_, list) => list == host.Domains ? host : host.WithDomains(list));
    }

    /// <summary>All virtual hosts; behind an HTTP proxy only port 80 is meant by names without port.</summary>
    public ImmutableArray<VirtualHost> ToImmutable()
    {
        var result = Create();
        if (listenerPort != 0)
        {
            return [.. result.Where(item => item.Port == listenerPort).Select(item => item.Host)];
        }

        var merged = ImmutableArray.CreateBuilder<VirtualHost>();
        foreach (var (host, port) in result)
        {
            ImmutableArray<string> kept = port == 80 ? host.Domains : [.. host.Domains.Where(domain => domain.Contains(':', StringComparison.Ordinal))];
            if (!kept.IsEmpty)
            {
                merged.Add(host.WithDomains(kept));
            }
        }

        return merged.ToImmutable();
    }

    private (ImmutableArray<string> Domains, ImmutableArray<string> Short) DomainsOf(MeshService service, int port) =>
        cache.Domains(service, listenerPort == 0 ? port : 0, proxyDomain, settings.Release);

    private void Add(
        string name,
        int port,
        ImmutableArray<string> all,
        ImmutableArray<string> shortNames,
        Func<string, ImmutableArray<string>, VirtualHost> create)
    {
        if (names.Add(name))
        {
            layout.Add(name, all, shortNames);
            wanted.Add((create, name, port));
        }
    }

    private List<(VirtualHost Host, int Port)> Create()
    {
        var resolved = cache.Layout($"{proxyDomain}/{listenerPort}", layout);
        var result = new List<(VirtualHost Host, int Port)>(wanted.Count);
        for (var position = 0; position < wanted.Count; position++)
        {
            var (create, name, port) = wanted[position];
            if (!resolved[position].IsEmpty)
            {
                result.Add((create(name, resolved[position]), port));
            }
        }

        return result;
    }
}

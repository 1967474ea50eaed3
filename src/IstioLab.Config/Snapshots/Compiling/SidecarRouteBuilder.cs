using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the route configurations of a sidecar. Follows <c>BuildSidecarOutboundVirtualHosts</c>.</summary>
internal sealed class SidecarRouteBuilder(
    MeshState state,
    ProxyIdentity proxy,
    SidecarScope scope,
    RuleLookup rules,
    CompileCache cache)
{
    private const int ManyRules = 64;

    private static readonly HashSet<string> MeshGateway = ["mesh"];

    private readonly Dictionary<(int Port, string Name), ImmutableArray<VirtualHost>> hostsByPort = [];
    private readonly Dictionary<(int Port, string Name), RouteContext> contextsByPort = [];
    private readonly Dictionary<string, RouteContext> contexts = new(StringComparer.Ordinal);

    /// <summary>The loopback port of the listener for programs that use <c>HTTP_PROXY</c>; 0 for none.</summary>
    public int HttpProxyPort { get; } = proxy.HttpProxyPort != 0 ? proxy.HttpProxyPort : state.Settings.HttpProxyPort;

    /// <summary>For what the VirtualServices of each configuration were compiled, by the configuration's name.</summary>
    public IReadOnlyDictionary<string, RouteContext> Contexts => contexts;

    /// <summary>
    /// The configuration of all hosts of a port; it ends with what becomes of unknown hosts. Behind an HTTP proxy, port 0, the name is all
    /// that tells one port of a host from another.
    /// </summary>
    public RouteConfiguration Build(string name, int port)
    {
        var hosts = HostsOf(port, name);
        return cache.Configuration(
            $"{proxy.Namespace}/{scope.Sidecar?.Source.Id}",
            name,
            [.. hosts.OrderBy(host => host.Name, StringComparer.Ordinal), CatchAllHosts.Of(scope, state.Settings)],
            ignorePortInHost: port != 0);
    }

    /// <summary>The configuration of one host behind a sniffed port of its own address: any name leads there.</summary>
    public RouteConfiguration BuildSniffed(string name, string host, int port)
    {
        var found = HostsOf(port, name)
            .Where(candidate => candidate.Domains.Any(domain => domain == name || domain == host))
            .Select(candidate => candidate.WithDomains(["*"]))
            .Take(1);
        return new RouteConfiguration(name, [.. found], ignorePortInHost: true);
    }

    private ImmutableArray<VirtualHost> HostsOf(int port, string name)
    {
        var key = (port, port == 0 ? name : "");
        if (!hostsByPort.TryGetValue(key, out var hosts))
        {
            hostsByPort[key] = hosts = BuildHosts(port, name);
        }

        if (contextsByPort.TryGetValue(key, out var context))
        {
            contexts[name] = context;
        }

        return hosts;
    }

    private ImmutableArray<VirtualHost> BuildHosts(int port, string name)
    {
        if (scope.ListenerOf(port, name) is not { } listener)
        {
            return [];
        }

        var registryPort = ServiceProtocols.Parse(listener.Source.Protocol) == ServiceProtocol.HttpProxy ? 0 : port;
        var registry = PortRegistry.Of(listener.Services, registryPort);
        var context = contextsByPort[(port, port == 0 ? name : "")] = CreateContext(registry, registryPort);
        var grouper = new SidecarHostGrouper(
            listener, registry, registryPort, state.Settings.Release, item => cache.Rules(item, context));
        var collector = new VirtualHostCollector(proxy, state.Settings, cache, registryPort);
        CompileAtOnce(listener, context);
        var groups = grouper.Group();
        var covered = groups.SelectMany(group => group.Services).Select(service => service.Hostname).ToHashSet(StringComparer.Ordinal);
        var others = registry.Services
            .Where(service => !covered.Contains(service.Hostname) && service.Resolution != ServiceResolution.Alias)
            .SelectMany(service => registry.PortsOf(service)
                .Where(item => item.Protocol.IsHttpOrSniffed())
                .Select(item => (Service: service, Port: item)))
            .ToList();
        foreach (var group in groups)
        {
            collector.Know(group.Services, group.Port);
        }

        foreach (var (service, item) in others)
        {
            collector.Know([service], item.Number);
        }

        foreach (var group in groups)
        {
            collector.Add(group);
        }

        foreach (var (service, item) in others)
        {
            var hash = HashOf(service, item.Number);
            collector.AddDefault(
                service,
                item.Number,
                cache.DefaultHost(service, item.Number, state.Settings, hash, () => DefaultHosts.Of(service, item.Number, state.Settings, hash)));
        }

        return collector.ToImmutable();
    }

    /// <summary>The first compile of a large mesh uses all processors; later ones find nearly all compiled.</summary>
    private void CompileAtOnce(EgressListener listener, RouteContext context)
    {
        if (cache.CompiledRules == 0 && listener.VirtualServices.Length > ManyRules)
        {
            Parallel.ForEach(listener.VirtualServices, item => cache.Rules(item, context));
        }
    }

    private RouteContext CreateContext(PortRegistry registry, int port) => new()
    {
        Proxy = proxy,
        Settings = state.Settings,
        ListenerPort = port,
        Gateways = MeshGateway,
        FindService = registry.Find,
        FindOriginal = registry.FindOriginal,
        FindHash = rules.FindHash,
    };

    private HashPolicy? HashOf(MeshService service, int port)
    {
        var policy = rules.Find(service.Hostname)?.Policy;
        return policy?.Ports.FirstOrDefault(item => item.Port == port)?.Policy.LoadBalancer?.Hash ?? policy?.LoadBalancer?.Hash;
    }
}

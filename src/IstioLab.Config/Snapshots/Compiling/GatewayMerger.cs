using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Merges the servers of all Gateways that select a proxy, the oldest first. Follows <c>mergeGateways</c>: the first server of a port
/// decides whether it is plain; what does not fit it, and TLS names that are taken, are left out.
/// </summary>
internal sealed class GatewayMerger(GatewayPorts ports)
{
    private readonly List<GatewayPort> merged = [];
    private readonly Dictionary<int, GatewayPort> plain = [];
    private readonly HashSet<int> known = [];
    private readonly ServerNameClaims tlsHosts = new();
    private readonly Dictionary<string, List<GatewayServerEntry>> byRoute = new(StringComparer.Ordinal);

    public IReadOnlyList<GatewayPort> Ports => merged;

    public IReadOnlyDictionary<string, List<GatewayServerEntry>> ServersByRoute => byRoute;

    public void Add(GatewayConfig gateway)
    {
        foreach (var server in gateway.Servers.Where(server => server.Port > 0))
        {
            var hosts = Sanitize(server.Hosts, gateway.Source.Id.Namespace);
            foreach (var port in ports.Resolve(gateway, server.Port))
            {
                Add(new GatewayServerEntry(server, gateway, port, RouteName(server, gateway, port), hosts));
            }
        }
    }

    private void Add(GatewayServerEntry entry)
    {
        if (entry.Server.HasTls && !tlsHosts.Claim(entry.Port, entry.Server.Bind, entry.Hosts))
        {
            return;
        }

        if (known.Add(entry.Port))
        {
            AddFirst(entry);
        }
        else if (plain.TryGetValue(entry.Port, out var current))
        {
            AddToPlain(entry, current);
        }
        else
        {
            AddToTls(entry);
        }
    }

    private void AddFirst(GatewayServerEntry entry)
    {
        var port = new GatewayPort(entry.Port, entry.Server.Protocol, entry.Server.Bind, entry);
        merged.Add(port);
        if (!entry.IsTlsServer)
        {
            plain[entry.Port] = port;
        }

        if (entry.RouteName.Length > 0)
        {
            byRoute[entry.RouteName] = [entry];
        }
    }

    private void AddToPlain(GatewayServerEntry entry, GatewayPort current)
    {
        if (current.Bind != entry.Server.Bind)
        {
            AddToAddress(entry);
            return;
        }

        var fits = (entry.Protocol.IsHttp() || entry.Protocol == current.Kind) && current.Kind.IsHttp();
        if (fits && entry.RouteName.Length > 0)
        {
            current.Servers.Add(entry);
            RouteServers(entry.RouteName).Add(entry);
        }
    }

    /// <summary>A server of another address than the port's newest one: it joins those of its own address.</summary>
    private void AddToAddress(GatewayServerEntry entry)
    {
        if (FindPort(entry) is not { } port)
        {
            AddFirst(entry);
            return;
        }

        port.Add(entry);
        if (entry.RouteName.Length > 0)
        {
            RouteServers(entry.RouteName).Add(entry);
        }
    }

    private GatewayPort? FindPort(GatewayServerEntry entry) => merged.Find(item =>
        item.Number == entry.Port && item.Protocol == entry.Server.Protocol && item.Bind == entry.Server.Bind);

    private void AddToTls(GatewayServerEntry entry)
    {
        if (!entry.IsTlsServer)
        {
            AddFirst(entry);
            return;
        }

        if (entry.EndsHttps)
        {
            // Two HTTPS servers need different port names, as the name is part of the route configuration's.
            if (entry.RouteName.Length == 0 || byRoute.ContainsKey(entry.RouteName))
            {
                return;
            }

            RouteServers(entry.RouteName).Add(entry);
        }

        if (FindPort(entry) is { } port)
        {
            port.Servers.Add(entry);
        }
        else
        {
            merged.Add(new GatewayPort(entry.Port, entry.Server.Protocol, entry.Server.Bind, entry));
        }
    }

    private List<GatewayServerEntry> RouteServers(string name)
    {
        if (!byRoute.TryGetValue(name, out var servers))
        {
            byRoute[name] = servers = [];
        }

        return servers;
    }

    private static string RouteName(GatewayServer server, GatewayConfig gateway, int port)
    {
        var bind = server.Bind.Length == 0 ? "" : "." + server.Bind;
        var protocol = ServiceProtocols.Parse(server.Protocol);
        if (protocol.IsHttp())
        {
            return $"http.{port}{bind}";
        }

        return protocol == ServiceProtocol.Https && server.TlsMode is not ("PASSTHROUGH" or "AUTO_PASSTHROUGH")
            ? $"https.{server.Port}.{server.PortName}.{gateway.Source.Id.Name}.{gateway.Source.Id.Namespace}{bind}"
            : "";
    }

    private static ImmutableArray<string> Sanitize(ImmutableArray<string> hosts, string space)
    {
        var result = hosts.Select(host =>
        {
            var parts = host.Split('/', 2);
            return parts.Length == 1 ? host : parts[0] == "." ? $"{space}/{parts[1]}" : parts[0] == "*" ? parts[1] : host;
        }).ToImmutableArray();
        return hosts.Contains("*/*") ? ["*"] : result;
    }
}

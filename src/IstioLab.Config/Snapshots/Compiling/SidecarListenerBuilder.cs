using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Builds the outbound listeners of a sidecar. Follows <c>buildSidecarOutboundListeners</c>: HTTP ports share <c>0.0.0.0:port</c>, TCP and
/// sniffed ports listen on the service's address, headless ones on each pod's; when two want one listener their chains are joined.
/// </summary>
internal sealed class SidecarListenerBuilder(
    MeshState state,
    SidecarScope scope,
    TcpChainBuilder tcp,
    SidecarRouteBuilder routes)
{
    private readonly Dictionary<(IPAddress Address, int Port), ListenerEntry> entries = [];
    private readonly SortedDictionary<string, Routing.RouteConfiguration> configurations = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Routing.RouteConfiguration> Routes => configurations;

    public ImmutableArray<Listener> Build()
    {
        foreach (var listener in scope.Listeners)
        {
            if (listener.Source.Port is { } port)
            {
                var own = new ServicePort(port, "", ServiceProtocols.Parse(listener.Source.Protocol), "");
                foreach (var service in listener.Services)
                {
                    Add(listener, service, own, BindOf(listener.Source));
                }
            }
            else
            {
                AddAllPorts(listener);
            }
        }

        return
        [
            .. entries.Values.Select(Finish)
                .Concat(HttpProxyListeners())
                .OrderBy(listener => listener.Port)
                .ThenBy(listener => listener.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The listener that programs use by <c>HTTP_PROXY</c>.</summary>
    private IEnumerable<Listener> HttpProxyListeners()
    {
        var port = routes.HttpProxyPort;
        if (port == 0)
        {
            yield break;
        }

        configurations["http_proxy"] = routes.Build("http_proxy", 0);
        yield return new Listener
        {
            Name = $"127.0.0.1_{port}",
            Address = IPAddress.Loopback,
            Port = port,
            ServicePort = port,
            FilterChains = [new FilterChain { RouteConfiguration = "http_proxy" }],
        };
    }

    private static IPAddress? BindOf(SidecarListener source)
    {
        if (IPAddress.TryParse(source.Bind, out var address))
        {
            return address;
        }

        return source.CaptureMode == "NONE" ? IPAddress.Loopback : null;
    }

    private void AddAllPorts(EgressListener listener)
    {
        foreach (var entry in entries.Values)
        {
            entry.IsLocked = true;
        }

        var bind = BindOf(listener.Source);
        foreach (var service in listener.Services)
        {
            foreach (var port in service.Ports)
            {
                if (bind is null && IsHeadless(service) && (port.Protocol.IsTcp() || port.Protocol == ServiceProtocol.Unsupported))
                {
                    AddHeadless(listener, service, port);
                }
                else
                {
                    Add(listener, service, port, bind);
                }
            }
        }
    }

    private static bool IsHeadless(MeshService service) =>
        service.Resolution == ServiceResolution.Passthrough && service.Addresses.IsEmpty;

    private void AddHeadless(EgressListener listener, MeshService service, ServicePort port)
    {
        var endpoints = state.Tables.Endpoints.Find(service, port);
        if (!service.IsKubernetes && endpoints.IsEmpty && service.Selector.Count == 0)
        {
            Add(listener, service, port, null);
            return;
        }

        foreach (var endpoint in endpoints)
        {
            if (IPAddress.TryParse(endpoint.Address, out var address))
            {
                Add(listener, service, port, address);
            }
        }
    }

    private void Add(EgressListener listener, MeshService service, ServicePort port, IPAddress? bind)
    {
        if (service.Resolution == ServiceResolution.Alias || port.Protocol == ServiceProtocol.Udp)
        {
            return;
        }

        if (bind is not null || port.Protocol.IsHttp())
        {
            AddAt(bind ?? IPAddress.Any, listener, service, port, []);
            return;
        }

        ImmutableArray<IPNetwork> networks =
        [
            .. service.Addresses.Where(address => address.Contains('/', StringComparison.Ordinal))
                .Select(Networks.TryParse)
                .OfType<IPNetwork>(),
        ];
        var addresses = new List<IPAddress>();
        foreach (var text in service.Addresses)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count == 0)
        {
            addresses.Add(IPAddress.Any);
        }

        foreach (var address in addresses)
        {
            AddAt(address, listener, service, port, networks);
        }
    }

    private void AddAt(IPAddress address, EgressListener listener, MeshService service, ServicePort port, ImmutableArray<IPNetwork> networks)
    {
        var key = (address, port.Number);
        var existing = entries.GetValueOrDefault(key);
        if (existing is { IsLocked: true } || (existing is not null && existing.Protocol.Excludes(port.Protocol)))
        {
            return;
        }

        var wildcard = address.Equals(IPAddress.Any);
        if (port.Protocol.IsHttp())
        {
            AddHttp(key, existing, wildcard, port);
        }
        else if (port.Protocol == ServiceProtocol.Unsupported)
        {
            AddSniffed(key, existing, wildcard, listener, service, port, networks);
        }
        else
        {
            AddTcp(key, existing, wildcard, listener, service, port, networks);
        }
    }

    private void AddHttp((IPAddress Address, int Port) key, ListenerEntry? existing, bool wildcard, ServicePort port)
    {
        var isProxy = port.Protocol == ServiceProtocol.HttpProxy;
        if (existing is not null && !existing.Protocol.IsTcp())
        {
            return;
        }

        var sniffed = wildcard && !isProxy;
        var chain = HttpChain(port.Number.ToString(CultureInfo.InvariantCulture), sniffed);
        if (existing is null || isProxy)
        {
            entries[key] = new ListenerEntry(key.Address, key.Port, sniffed ? ServiceProtocol.Unsupported : port.Protocol, [chain]);
        }
        else
        {
            existing.Merge([chain], becomesAuto: true);
        }
    }

    private void AddSniffed(
        (IPAddress Address, int Port) key,
        ListenerEntry? existing,
        bool wildcard,
        EgressListener listener,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks)
    {
        if (existing is not null && existing.Protocol == ServiceProtocol.Unsupported)
        {
            return;
        }

        var name = wildcard
            ? port.Number.ToString(CultureInfo.InvariantCulture)
            : DomainNames.WithPort(service.Hostname, port.Number);
        var http = wildcard ? HttpChain(name, sniffed: true) : SniffedHostChain(name, service, port.Number);
        var chains = tcp.Build(listener, service, port, networks, wildcard).Add(http);
        if (existing is null || existing.Protocol.IsHttp())
        {
            entries[key] = new ListenerEntry(key.Address, key.Port, ServiceProtocol.Unsupported, chains);
        }
        else
        {
            existing.Merge(chains, becomesAuto: true);
        }
    }

    private void AddTcp(
        (IPAddress Address, int Port) key,
        ListenerEntry? existing,
        bool wildcard,
        EgressListener listener,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks)
    {
        var chains = tcp.Build(listener, service, port, networks, wildcard);
        if (existing is null)
        {
            entries[key] = new ListenerEntry(key.Address, key.Port, port.Protocol, chains);
        }
        else
        {
            existing.Merge(chains, becomesAuto: existing.Protocol.IsHttp());
        }
    }

    private FilterChain HttpChain(string name, bool sniffed)
    {
        if (!configurations.ContainsKey(name))
        {
            configurations[name] = routes.Build(name, int.Parse(name, CultureInfo.InvariantCulture));
        }

        return new FilterChain
        {
            RouteConfiguration = name,
            OnlyHttp = sniffed,
            Tls = sniffed ? TlsExpectation.Plaintext : TlsExpectation.Any,
        };
    }

    private FilterChain SniffedHostChain(string name, MeshService service, int port)
    {
        configurations[name] = routes.BuildSniffed(name, service.Hostname, port);
        return new FilterChain { RouteConfiguration = name, OnlyHttp = true, Tls = TlsExpectation.Plaintext };
    }

    /// <summary>What no chain takes goes where unknown traffic goes.</summary>
    private Listener Finish(ListenerEntry entry)
    {
        var takesAll = entry.Chains.Any(chain =>
            chain is { OnlyHttp: false, Tls: TlsExpectation.Any, ServerNames.IsEmpty: true, Destinations.IsEmpty: true });
        return new Listener
        {
            Name = $"{entry.Address}_{entry.Port}",
            Address = entry.Address,
            Port = entry.Port,
            ServicePort = entry.Port,
            FilterChains = takesAll ? entry.Chains : entry.Chains.Add(FallThroughChains.Of(scope, state.Settings)),
        };
    }
}

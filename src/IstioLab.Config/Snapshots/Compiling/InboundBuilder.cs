using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the inbound ports of a sidecar: those of its Sidecar's <c>ingress</c>, else the target ports of the services that lead to its pod.</summary>
internal sealed class InboundBuilder(MeshState state, ProxyIdentity proxy)
{
    private const string Wildcard = "0.0.0.0";

    private readonly PeerPolicy policy = PeerAuthenticationResolver.Resolve(state, proxy);

    public InboundChains Build() => new(BuildListeners(), policy);

    private ImmutableArray<InboundListener> BuildListeners()
    {
        var byService = BuildByService();
        return state.Tables.Sidecars.Find(proxy) is { Ingress.IsEmpty: false } sidecar
            ? [.. sidecar.Ingress.DistinctBy(ingress => ingress.Port).Select(ingress => OfIngress(ingress, byService))]
            : byService;
    }

    private InboundListener OfIngress(SidecarIngress ingress, ImmutableArray<InboundListener> byService)
    {
        var known = byService.FirstOrDefault(listener => listener.Port == ingress.Port) ?? Create(ingress.Port);
        var endpoint = IPEndPoint.TryParse(ingress.DefaultEndpoint, out var parsed) ? parsed : null;
        var custom = state.Settings.TlsOnSidecarIngress ? ingress.Tls : null;
        var protocol = ServiceProtocols.Parse(ingress.Protocol);
        return known with
        {
            ChainName = ChainNameOf(ingress.Bind.Length > 0 ? ingress.Bind : proxy.Address?.ToString() ?? Wildcard, ingress.Port),
            VirtualHost = VirtualHostOf(ingress.Port),
            Protocol = ListenerProtocolOf(custom is not null && protocol == ServiceProtocol.Https ? ServiceProtocol.Http : protocol),
            ApplicationPort = endpoint?.Port ?? 0,
            IsLoopback = endpoint is not null && IPAddress.IsLoopback(endpoint.Address),
            CustomTls = custom,
        };
    }

    private ImmutableArray<InboundListener> BuildByService()
    {
        var pod = state.Find(new ObjectId("", "Pod", proxy.Namespace, proxy.PodName));
        var entry = FindEntry();
        var result = new SortedDictionary<int, InboundListener>();
        foreach (var service in state.Tables.Services.All)
        {
            if (service.Namespace != proxy.Namespace)
            {
                continue;
            }

            if (service.Selector.Count > 0)
            {
                if (LabelMaps.IsSubset(service.Selector, proxy.Labels))
                {
                    Add(service, port => entry is null ? TargetPort(port, pod) : WorkloadPorts.Of(entry.Root["spec"], service, port), result);
                }
            }
            else if (FindOwnEndpoint(service) is { } endpoint)
            {
                Add(service, port => WorkloadPorts.Of(endpoint, service, port), result);
            }
        }

        return [.. result.Values];
    }

    /// <summary>The oldest service that leads to a port decides of it.</summary>
    private void Add(MeshService service, Func<ServicePort, int> findTarget, SortedDictionary<int, InboundListener> result)
    {
        foreach (var port in service.Ports.Where(port => port.Protocol != ServiceProtocol.Udp))
        {
            var target = findTarget(port);
            if (target != 0 && !result.ContainsKey(target))
            {
                result[target] = Create(target) with
                {
                    ServicePort = port.Number,
                    VirtualHost = VirtualHostOf(port.Number),
                    Protocol = ListenerProtocolOf(port.Protocol),
                    Host = service.Hostname,
                    Operation = $"{service.Hostname}:{port.Number}/*",
                };
            }
        }
    }

    private InboundListener Create(int port)
    {
        var (mode, rule) = policy.Of(port);
        return new InboundListener
        {
            Port = port,
            ClusterName = $"inbound|{port}||",
            ChainName = ChainNameOf(Wildcard, port),
            MutualTls = mode,
            MutualTlsRule = rule,
        };
    }

    private static string ChainNameOf(string address, int port) => $"{address}_{port}";

    private static string VirtualHostOf(int port) => $"inbound|http|{port}";

    private static ListenerProtocol ListenerProtocolOf(ServiceProtocol protocol) =>
        protocol.IsHttp() ? ListenerProtocol.Http
        : protocol == ServiceProtocol.Unsupported ? ListenerProtocol.Auto
        : ListenerProtocol.Tcp;

    /// <summary>The endpoint of a ServiceEntry that is the proxy's own address.</summary>
    private YamlNode? FindOwnEndpoint(MeshService service)
    {
        if (service.IsKubernetes || proxy.Address is null)
        {
            return null;
        }

        var own = proxy.Address.ToString();
        return service.Source.Root["spec"].Items("endpoints").FirstOrDefault(endpoint => endpoint.Text("address") == own);
    }

    /// <summary>The WorkloadEntry that the proxy serves; <see langword="null"/> for a pod's.</summary>
    private ConfigObject? FindEntry() =>
        state.Find(new ObjectId("networking.istio.io", "WorkloadEntry", proxy.Namespace, proxy.PodName)) is { } entry
        && proxy.Address is { } own && entry.Root["spec"].Text("address") == own.ToString()
            ? entry
            : null;

    private static int TargetPort(ServicePort port, ConfigObject? pod)
    {
        if (int.TryParse(port.TargetPort, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        foreach (var container in pod?.Root["spec"].Items("containers") ?? [])
        {
            foreach (var item in container.Items("ports"))
            {
                if (item.Text("name") == port.TargetPort)
                {
                    return item.Integer("containerPort");
                }
            }
        }

        return 0;
    }
}

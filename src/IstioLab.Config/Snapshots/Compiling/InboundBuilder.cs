using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the inbound ports of a sidecar: those of its Sidecar's <c>ingress</c>, else the target ports of the Services that select its pod.</summary>
internal sealed class InboundBuilder(MeshState state, ProxyIdentity proxy)
{
    public ImmutableArray<InboundListener> Build()
    {
        var byService = BuildByService();
        return state.Tables.Sidecars.Find(proxy) is { Ingress.IsEmpty: false } sidecar
            ? [.. sidecar.Ingress.DistinctBy(ingress => ingress.Port).Select(ingress => OfIngress(ingress, byService))]
            : byService;
    }

    private InboundListener OfIngress(SidecarIngress ingress, ImmutableArray<InboundListener> byService)
    {
        var known = byService.FirstOrDefault(listener => listener.Port == ingress.Port) ?? new InboundListener
        {
            Port = ingress.Port,
            ClusterName = $"inbound|{ingress.Port}||",
            MutualTls = PeerAuthenticationResolver.Resolve(state, proxy).Of(ingress.Port).Mode,
        };
        var endpoint = IPEndPoint.TryParse(ingress.DefaultEndpoint, out var parsed) ? parsed : null;
        return known with
        {
            Protocol = ListenerProtocolOf(ServiceProtocols.Parse(ingress.Protocol)),
            ApplicationPort = endpoint?.Port ?? 0,
            IsLoopback = endpoint is not null && IPAddress.IsLoopback(endpoint.Address),
        };
    }

    private ImmutableArray<InboundListener> BuildByService()
    {
        var policy = PeerAuthenticationResolver.Resolve(state, proxy);
        var pod = state.Find(new ObjectId("", "Pod", proxy.Namespace, proxy.PodName));
        var entry = FindEntry();
        var result = new SortedDictionary<int, InboundListener>();
        foreach (var service in state.Tables.Services.All.Where(Selects))
        {
            foreach (var port in service.Ports.Where(port => port.Protocol != ServiceProtocol.Udp))
            {
                var target = entry is null ? TargetPort(port, pod) : WorkloadPorts.Of(entry.Root["spec"], service, port);
                if (target == 0 || result.ContainsKey(target))
                {
                    continue;
                }

                var (mode, rule) = policy.Of(target);
                result[target] = new InboundListener
                {
                    Port = target,
                    ServicePort = port.Number,
                    ClusterName = $"inbound|{target}||",
                    Protocol = ListenerProtocolOf(port.Protocol),
                    Host = service.Hostname,
                    Operation = $"{service.Hostname}:{port.Number}/*",
                    MutualTls = mode,
                    MutualTlsRule = rule,
                };
            }
        }

        return [.. result.Values];
    }

    private static ListenerProtocol ListenerProtocolOf(ServiceProtocol protocol) =>
        protocol.IsHttp() ? ListenerProtocol.Http
        : protocol == ServiceProtocol.Unsupported ? ListenerProtocol.Auto
        : ListenerProtocol.Tcp;

    private bool Selects(MeshService service) =>
        service.Namespace == proxy.Namespace && service.Selector.Count > 0 && LabelMaps.IsSubset(service.Selector, proxy.Labels);

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

using System.Globalization;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Finds the ports where a gateway's pod listens for the port numbers that Gateways name: those of its Services.</summary>
internal sealed class GatewayPorts
{
    private const string ServiceAnnotation = "internal.istio.io/gateway-service";
    private const string NoTranslationLabel = "experimental.istio.io/disable-gateway-port-translation";

    private readonly MeshState state;
    private readonly ProxyIdentity proxy;
    private readonly List<(MeshService Service, ServicePort Port)> targets;

    public GatewayPorts(MeshState state, ProxyIdentity proxy, IReadOnlySet<string> annotated)
    {
        this.state = state;
        this.proxy = proxy;
        targets =
        [
            .. state.Tables.Services.All.Where(service => Serves(state, service, proxy, annotated))
                .SelectMany(service => service.Ports.Select(port => (service, port))),
        ];
    }

    /// <summary>The hosts that Gateways name by annotation instead of selecting pods.</summary>
    public static IReadOnlySet<string> AnnotatedHosts(IEnumerable<GatewayConfig> gateways) =>
        gateways.SelectMany(HostsOf).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a Gateway is for a proxy.</summary>
    public bool Selects(GatewayConfig gateway, ProxyIdentity proxy)
    {
        var hosts = HostsOf(gateway);
        return hosts.Length > 0
            ? targets.Exists(target => hosts.Contains(target.Service.Hostname) && target.Service.Namespace == gateway.Source.Id.Namespace)
            : LabelMaps.IsSubset(gateway.Selector, proxy.Labels);
    }

    public IReadOnlyList<int> Resolve(GatewayConfig gateway, int number)
    {
        var hosts = HostsOf(gateway);
        if (hosts.Length > 0)
        {
            return
            [
                .. targets.Where(target => target.Port.Number == number && hosts.Contains(target.Service.Hostname))
                    .Select(target => TargetOf(target.Service, target.Port))
                    .Distinct(),
            ];
        }

        foreach (var (service, port) in targets)
        {
            if (port.Number == number && !service.Labels.ContainsKey(NoTranslationLabel))
            {
                return [TargetOf(service, port)];
            }
        }

        return [number];
    }

    private static string[] HostsOf(GatewayConfig gateway) =>
        gateway.Source.Annotations.TryGetValue(ServiceAnnotation, out var text) && text.Length > 0 ? text.Split(',') : [];

    /// <summary>A port that the pod names has the number that the Service's endpoint of this pod has.</summary>
    private int TargetOf(MeshService service, ServicePort port)
    {
        if (int.TryParse(port.TargetPort, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var endpoints = state.Tables.Endpoints.Find(service, port);
        var own = proxy.Address?.ToString();
        return (endpoints.FirstOrDefault(endpoint => endpoint.Address == own) ?? endpoints.FirstOrDefault())?.Port ?? port.Number;
    }

    private static bool Serves(MeshState state, MeshService service, ProxyIdentity proxy, IReadOnlySet<string> annotated)
    {
        if (service.IsKubernetes)
        {
            return service.Namespace == proxy.Namespace && service.Selector.Count > 0 && LabelMaps.IsSubset(service.Selector, proxy.Labels);
        }

        if (service.Ports.IsEmpty)
        {
            return false;
        }

        var endpoints = state.Tables.Endpoints.Find(service, service.Ports[0]);
        return proxy.Address is { } address
            ? endpoints.Any(endpoint => endpoint.Address == address.ToString())
            : annotated.Contains(service.Hostname)
                || endpoints.Any(endpoint => endpoint.Labels.Count > 0 && LabelMaps.IsSubset(endpoint.Labels, proxy.Labels));
    }
}

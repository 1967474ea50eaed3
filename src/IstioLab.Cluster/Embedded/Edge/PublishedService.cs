using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>A Service with ports on this machine.</summary>
internal sealed class PublishedService
{
    private readonly string _namespace;
    private readonly string _name;

    private PublishedService(StoredObject stored, JsonObject service, IPAddress address, bool isGateway)
    {
        _namespace = stored.Namespace;
        _name = stored.Name;
        Address = address;
        IsLoadBalancer = service.Text("spec", "type") == "LoadBalancer";
        IsGatewayService = isGateway || IsLoadBalancer;
        Ports = [.. service.Items("spec", "ports").Where(port => port.Text("protocol") is "" or "TCP")];
    }

    public IPAddress Address { get; }

    public bool IsLoadBalancer { get; }

    /// <summary>Whether people open it from outside: a load balancer, or a Service of gateway pods.</summary>
    public bool IsGatewayService { get; }

    public IReadOnlyList<JsonObject> Ports { get; }

    /// <summary>Null for a Service that stays inside the cluster.</summary>
    public static PublishedService? Of(StoredObject stored, IReadOnlyList<StoredObject> pods)
    {
        var service = stored.ToNode();
        if (!IPAddress.TryParse(service.Text("spec", "clusterIP"), out var address)) return null;
        var isGateway = pods.Any(pod => IsGateway(pod) && Selects(stored, pod));
        return isGateway || service.Text("spec", "type") is "LoadBalancer" or "NodePort"
            ? new PublishedService(stored, service, address, isGateway)
            : null;
    }

    /// <summary>Whether a pod runs Istio's proxy as a gateway.</summary>
    public static bool IsGateway(StoredObject pod) => pod.ToNode().Items("spec", "containers")
        .Any(container => container.Text("name") == "istio-proxy" && container.Texts("args") is ["proxy", "router", ..]);

    public static bool Selects(StoredObject service, StoredObject pod) =>
        service.ToNode().Map("spec", "selector") is { Count: > 0 } selector && pod.HasLabels(selector);

    /// <summary>The port of this machine that the gateway had for a port of its Service.</summary>
    public static int? PortOf(ClusterGateway? before, int port) => before?.Ports.FirstOrDefault(known => known.Port == port)?.Url.Port;

    public ClusterGateway ToGateway(Dictionary<JsonObject, int> published) => new(
        _namespace,
        _name,
        IsLoadBalancer,
        [
            .. Ports.Where(published.ContainsKey).Select(port =>
            {
                var (number, name) = (port.Number("port") ?? 0, port.Text("name"));
                return new ClusterGatewayPort(name, number, new Uri($"{Scheme(number, name, port.Text("appProtocol"))}://127.0.0.1:{published[port]}"));
            }),
        ]);

    private static string Scheme(int port, string name, string protocol)
    {
        var kind = protocol.Length > 0 ? protocol : name.Split('-')[0];
        return kind.ToLowerInvariant() switch
        {
            "https" => "https",
            "http" or "http2" or "grpc" or "status" => "http",
            _ => port switch { 80 or 8080 => "http", 443 or 8443 => "https", _ => "tcp" },
        };
    }
}

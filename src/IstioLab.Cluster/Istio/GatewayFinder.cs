using IstioLab.Cluster.Providers;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.Istio;

/// <summary>Finds the ingress gateways of a real Istio that a load balancer has given an address.</summary>
internal sealed class GatewayFinder(IKubernetes client)
{
    /// <param name="ns">The control plane's namespace; empty for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<ClusterGateway>> FindAsync(string ns, CancellationToken cancellationToken)
    {
        if (ns.Length == 0)
        {
            return [];
        }

        try
        {
            var services = await client.CoreV1.ListNamespacedServiceAsync(ns, labelSelector: "istio", cancellationToken: cancellationToken);
            return [.. services.Items.Where(service => service.Spec.Type == "LoadBalancer").Select(Read).Where(gateway => gateway.Ports.Count > 0)];
        }
        catch (HttpOperationException)
        {
            return [];
        }
    }

    private static ClusterGateway Read(V1Service service)
    {
        var address = service.Status?.LoadBalancer?.Ingress?.FirstOrDefault() is { } ingress ? ingress.Hostname ?? ingress.Ip : null;
        var ports = address is null
            ? []
            : service.Spec.Ports.Select(port => new ClusterGatewayPort(port.Name ?? "", port.Port, UrlOf(address, port))).ToList();
        return new ClusterGateway(service.Namespace(), service.Name(), IsLoadBalancer: true, ports);
    }

    private static Uri UrlOf(string address, V1ServicePort port)
    {
        var scheme = port.Name?.StartsWith("tcp", StringComparison.Ordinal) == true ? "tcp" : port.Port == 443 ? "https" : "http";
        return new UriBuilder(scheme, address, port.Port).Uri;
    }
}

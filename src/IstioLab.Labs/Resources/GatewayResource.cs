using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Providers;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a gateway of the mesh with the addresses that lead to it.</summary>
internal static class GatewayResource
{
    /// <summary>A Deployment whose pods have the label that Gateways select by, such as <c>istio: ingressgateway</c>.</summary>
    public static bool IsGateway(JsonObject deployment) => RoleOf(deployment).EndsWith("gateway", StringComparison.Ordinal);

    public static LabResource Of(ObjectKey key, JsonObject deployment, ClusterView view, ClusterInfo info)
    {
        var urls = Urls(key, deployment, view, info);
        return DeploymentResource.Of(key, deployment, view) with
        {
            Type = "Gateway",
            Icon = "Globe",
            Urls = urls,
            Commands = [CommandList.OpenGateway(urls), CommandList.RestartDeployment],
        };
    }

    private static IReadOnlyList<LabResourceUrl> Urls(ObjectKey key, JsonObject deployment, ClusterView view, ClusterInfo info) =>
    [
        .. view.ServicesFor(key.Namespace, deployment.Map("spec", "template", "metadata", "labels"))
            .SelectMany(service => UrlsOf(service, info.Gateways.FirstOrDefault(gateway => gateway.Namespace == key.Namespace && gateway.Name == service.Text("metadata", "name"))))
            .DistinctBy(url => url.Url),
    ];

    /// <summary>A load balancer on this machine leads to the node ports; else the provider says how, else the load balancer has an address.</summary>
    private static IEnumerable<LabResourceUrl> UrlsOf(JsonObject service, ClusterGateway? told)
    {
        var address = service.Items("status", "loadBalancer", "ingress").FirstOrDefault();
        var host = address.Text("ip") is { Length: > 0 } ip ? ip : address.Text("hostname");
        var local = IPAddress.TryParse(host, out var read) && IPAddress.IsLoopback(read);
        if (!local && told is not null)
        {
            return told.Ports.Where(port => port.Url.Scheme is "http" or "https" && port.Port is 80 or 443).Select(port => new LabResourceUrl(NameOf(port.Name, port.Port), port.Url));
        }

        return host.Length == 0
            ? []
            : service.Items("spec", "ports")
                .Where(port => port.Number("port") is 80 or 443)
                .Select(port => new LabResourceUrl(
                    NameOf(port.Text("name"), port.Number("port")),
                    new UriBuilder(port.Number("port") == 443 ? "https" : "http", host, local ? port.Number("nodePort") : port.Number("port")).Uri));
    }

    private static string NameOf(string name, int port) => name.Length > 0 ? name : port == 443 ? "https" : "http";

    private static string RoleOf(JsonObject deployment) => deployment.Text("spec", "template", "metadata", "labels", "istio");
}

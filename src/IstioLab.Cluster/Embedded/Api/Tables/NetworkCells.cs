using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of services, endpoints and policies.</summary>
internal static class NetworkCells
{
    private const string None = "<none>";
    private const int ShownEndpoints = 3;

    /// <summary>One cell per column.</summary>
    public static object?[] Read(string resource, StoredObject item, JsonElement root, string age) => resource switch
    {
        "services" =>
        [
            item.Name, root.Text("spec.type"), ClusterIp(root), ExternalIp(root), Ports(root), age, root.Labels("spec.selector"),
        ],
        "endpoints" => [item.Name, Endpoints(root), age],
        "endpointslices.discovery.k8s.io" => [item.Name, root.Text("addressType"), SlicePorts(root), SliceEndpoints(root), age],
        "ingresses.networking.k8s.io" =>
        [
            item.Name, root.Text("spec.ingressClassName", None), CellNodes.Join(root.Items("spec.rules").Select(rule => rule.Text("host", "*")), "*"),
            CellNodes.Join(root.Items("status.loadBalancer.ingress").Select(each => each.Text("ip", each.Text("hostname"))), ""),
            root.Count("spec.tls") > 0 ? "80, 443" : "80", age,
        ],
        _ => [item.Name, root.Selector("spec.podSelector"), age],
    };

    private static string ClusterIp(JsonElement root)
    {
        var address = root.Text("spec.clusterIP");
        return address.Length == 0 ? None : address;
    }

    private static string ExternalIp(JsonElement root)
    {
        var external = CellNodes.Join(root.Items("spec.externalIPs").Select(ip => ip.GetString()!), "");
        switch (root.Text("spec.type"))
        {
            case "LoadBalancer":
                var ingress = root.Items("status.loadBalancer.ingress").Select(each => each.Text("ip", each.Text("hostname")));
                return CellNodes.Join(external.Length > 0 ? ingress.Append(external) : ingress, "<pending>");
            case "ExternalName":
                return root.Text("spec.externalName");
            default:
                return external.Length > 0 ? external : None;
        }
    }

    private static string Ports(JsonElement root) => CellNodes.Join(root.Items("spec.ports").Select(port =>
    {
        var nodePort = port.Number("nodePort");
        var number = port.Text("port");
        var protocol = port.Text("protocol", "TCP");
        return nodePort > 0 ? string.Create(CultureInfo.InvariantCulture, $"{number}:{nodePort}/{protocol}") : $"{number}/{protocol}";
    }));

    private static string Endpoints(JsonElement root)
    {
        var all = root.Items("subsets").SelectMany(subset =>
        {
            var ports = subset.Items("ports").Select(port => port.Text("port")).ToList();
            return subset.Items("addresses").SelectMany(address =>
                ports.Count == 0 ? [address.Text("ip")] : ports.Select(port => $"{address.Text("ip")}:{port}"));
        });
        return Shorten([.. all], None);
    }

    private static string SlicePorts(JsonElement root)
    {
        var ports = root.Items("ports").Select(port => port.Text("port", "*")).ToList();
        return Shorten(ports, "<unset>");
    }

    private static string SliceEndpoints(JsonElement root) =>
        Shorten([.. root.Items("endpoints").SelectMany(endpoint => endpoint.Items("addresses")).Select(address => address.GetString()!)], "<unset>");

    private static string Shorten(List<string> values, string empty)
    {
        if (values.Count == 0) return empty;
        if (values.Count <= ShownEndpoints) return string.Join(',', values);
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', values.Take(ShownEndpoints))} + {values.Count - ShownEndpoints} more...");
    }
}

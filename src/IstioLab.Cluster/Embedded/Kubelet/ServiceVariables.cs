using System.Globalization;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// The variables that tell a container of the Services in its namespace, and of the API server's.
/// https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
/// </summary>
internal static class ServiceVariables
{
    public static void Add(IObjectApi api, string ns, bool links, IDictionary<string, string> variables)
    {
        AddService(api.Find(Resources.Services, "default", "kubernetes")?.ToNode(), variables);
        if (!links) return;
        foreach (var service in api.List(Resources.Services, ns).Items) AddService(service.ToNode(), variables);
    }

    private static void AddService(System.Text.Json.Nodes.JsonObject? service, IDictionary<string, string> variables)
    {
        var address = service.Text("spec", "clusterIP");
        if (address is "" or "None") return;
        var name = service.Text("metadata", "name").ToUpperInvariant().Replace('-', '_');
        var first = true;
        foreach (var port in service.Items("spec", "ports"))
        {
            var number = (port.Number("port") ?? 0).ToString(CultureInfo.InvariantCulture);
            var protocol = port.Text("protocol") is { Length: > 0 } text ? text : "TCP";
            var url = $"{protocol.ToLowerInvariant()}://{address}:{number}";
            if (first)
            {
                variables[$"{name}_SERVICE_HOST"] = address;
                variables[$"{name}_SERVICE_PORT"] = number;
                variables[$"{name}_PORT"] = url;
                first = false;
            }

            if (port.Text("name") is { Length: > 0 } label)
            {
                variables[$"{name}_SERVICE_PORT_{label.ToUpperInvariant().Replace('-', '_')}"] = number;
            }

            var prefix = $"{name}_PORT_{number}_{protocol.ToUpperInvariant()}";
            variables[prefix] = url;
            variables[$"{prefix}_PROTO"] = protocol.ToLowerInvariant();
            variables[$"{prefix}_PORT"] = number;
            variables[$"{prefix}_ADDR"] = address;
        }
    }
}

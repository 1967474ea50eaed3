using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>Which pods stand behind a Service, with the conditions that EndpointSlices have.</summary>
internal static class EndpointGroups
{
    public static IReadOnlyList<EndpointGroup> Compute(JsonObject service, IEnumerable<StoredObject> pods)
    {
        var publish = service.Flag("spec", "publishNotReadyAddresses");
        var groups = new Dictionary<string, EndpointGroup>(StringComparer.Ordinal);
        foreach (var stored in pods)
        {
            var pod = stored.ToNode();
            var address = pod.Text("status", "podIP");
            if (address.Length == 0 || pod.IsFinished()) continue;
            var ports = PortsOf(service, pod);
            var key = ports.ToJsonString();
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = new EndpointGroup(ports, []);
            group.Endpoints.Add(Describe(service, stored, pod, address, publish));
        }

        return [.. groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];
    }

    private static JsonObject Describe(JsonObject service, StoredObject stored, JsonObject pod, string address, bool publish)
    {
        var terminating = stored.DeletionTime is not null;
        var serving = pod.IsReady();
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(address),
            ["conditions"] = new JsonObject
            {
                ["ready"] = publish || (serving && !terminating),
                ["serving"] = serving,
                ["terminating"] = terminating,
            },
        };
        var hostname = pod.Text("spec", "hostname");
        if (hostname.Length > 0 && pod.Text("spec", "subdomain") == service.Text("metadata", "name")) endpoint["hostname"] = hostname;
        endpoint["targetRef"] = new JsonObject
        {
            ["kind"] = "Pod",
            ["namespace"] = stored.Key.Namespace,
            ["name"] = stored.Key.Name,
            ["uid"] = stored.Uid,
        };
        endpoint["nodeName"] = pod.Text("spec", "nodeName");
        return endpoint;
    }

    /// <summary>The Service's ports as the pod has them; a port name that no container of the pod declares is left out.</summary>
    private static JsonArray PortsOf(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Items("spec", "ports"))
        {
            var protocol = port.Text("protocol") is { Length: > 0 } text ? text : "TCP";
            if (TargetPort(port, pod, protocol) is not { } number) continue;
            var described = new JsonObject { ["name"] = port.Text("name"), ["port"] = number, ["protocol"] = protocol };
            if (port.Text("appProtocol") is { Length: > 0 } application) described["appProtocol"] = application;
            ports.Add(described);
        }

        return ports;
    }

    private static int? TargetPort(JsonObject port, JsonObject pod, string protocol)
    {
        if (port.Number("targetPort") is { } number) return number == 0 ? port.Number("port") : number;
        var name = port.Text("targetPort");
        if (name.Length == 0) return port.Number("port");
        return pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
            .SelectMany(container => container.Items("ports"))
            .Where(declared => declared.Text("name") == name && (declared.Text("protocol") is { Length: > 0 } own ? own : "TCP") == protocol)
            .Select(declared => declared.Number("containerPort"))
            .FirstOrDefault();
    }
}

using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a WorkloadEntry: a process outside the cluster that Services select by its labels.</summary>
internal static class WorkloadEntryResource
{
    private const string HostPort = "istiolab.dev/host-port";
    private const string Proxy = "istiolab.dev/http-proxy";

    public static LabResource Of(ObjectKey key, JsonObject entry)
    {
        var annotations = entry.Map("metadata", "annotations");
        var address = entry.Text("spec", "address");
        var port = annotations.GetValueOrDefault(HostPort) ?? "";
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "WorkloadEntry",
            DisplayName = $"we/{key.Name}",
            Object = key,
            Uid = entry.Text("metadata", "uid"),
            State = "Registered",
            Style = LabResourceStyle.Success,
            CreatedAt = entry.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            Icon = "PlugConnected",
            Properties =
            [
                new("mesh.address", "Mesh address", address, Highlighted: true),
                new("mesh.labels", "Mesh labels", DeploymentResource.Join(entry.Map("spec", "labels")), Highlighted: true),
                .. port.Length > 0 ? [new LabResourceProperty("mesh.host.port", "Port of the process", port)] : Array.Empty<LabResourceProperty>(),
                .. annotations.GetValueOrDefault(Proxy) is { } proxy ? [new LabResourceProperty("mesh.proxy", "HTTP_PROXY", proxy)] : Array.Empty<LabResourceProperty>(),
                new("resource.source", "Process", port.Length > 0 ? $"{address} → 127.0.0.1:{port}" : address),
                new("object.namespace", "Namespace", key.Namespace),
            ],
        };
    }
}

using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of a node.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    /// <summary>One cell per column.</summary>
    public static object?[] Read(StoredObject item, JsonElement root, string age) =>
    [
        item.Name,
        Status(root),
        CellNodes.Join(item.Labels.Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]).Order(StringComparer.Ordinal)),
        age,
        root.Text("status.nodeInfo.kubeletVersion"),
        Address(root, "InternalIP"),
        Address(root, "ExternalIP"),
        root.Text("status.nodeInfo.osImage", "<unknown>"),
        root.Text("status.nodeInfo.kernelVersion", "<unknown>"),
        root.Text("status.nodeInfo.containerRuntimeVersion", "<unknown>"),
    ];

    private static string Status(JsonElement root)
    {
        var ready = root.Items("status.conditions").Where(condition => condition.Text("type") == "Ready").Select(condition => condition.Text("status")).FirstOrDefault();
        var text = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return root.Flag("spec.unschedulable") ? $"{text},SchedulingDisabled" : text;
    }

    private static string Address(JsonElement root, string type) =>
        root.Items("status.addresses").Where(address => address.Text("type") == type).Select(address => address.Text("address")).FirstOrDefault() ?? "<none>";
}

using System.Globalization;
using System.Text.Json;

namespace IstioLab.Cluster.K3d;

/// <summary>Reads <c>k3d cluster list -o json</c>, whose keys mix upper and lower case between releases.</summary>
internal static class K3dListReader
{
    public static IReadOnlyList<K3dClusterEntry> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(ReadCluster).OfType<K3dClusterEntry>()]
            : [];
    }

    private static K3dClusterEntry? ReadCluster(JsonElement cluster)
    {
        if (Text(cluster, "name") is not { } name)
        {
            return null;
        }

        var server = FirstServer(cluster);
        var createdBy = server is { } node && Find(node, "runtimeLabels") is { } labels ? Text(labels, K3dLabels.CreatedBy) : null;
        return new K3dClusterEntry(name, Number(cluster, "serversCount"), Number(cluster, "serversRunning"), createdBy, ReadApiPort(server))
        {
            NetworkPrefix = Find(cluster, "network") is { } network && Find(network, "ipam") is { } addresses ? Text(addresses, "ipPrefix") : null,
        };
    }

    private static int? ReadApiPort(JsonElement? server)
    {
        var port = server is { } node && Find(node, "serverOpts") is { } options && Find(options, "kubeAPI") is { } api
            && Find(api, "Binding") is { } binding
                ? Text(binding, "HostPort")
                : null;
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static JsonElement? FirstServer(JsonElement cluster)
    {
        if (Find(cluster, "nodes") is not { ValueKind: JsonValueKind.Array } nodes)
        {
            return null;
        }

        foreach (var node in nodes.EnumerateArray())
        {
            if (Text(node, "role") == "server")
            {
                return node;
            }
        }

        return null;
    }

    private static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static int Number(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;
}

using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The data of ConfigMaps and Secrets as files.</summary>
internal static class DataFiles
{
    /// <summary>All keys with their content; null when there is no such object.</summary>
    public static Dictionary<string, byte[]>? Read(IObjectApi api, string resource, string ns, string name)
    {
        if (api.Find(resource, ns, name)?.ToNode() is not { } item) return null;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var encoded = resource == Resources.Secrets ? "data" : "binaryData";
        foreach (var (key, value) in item.Map(encoded)) files[key] = Convert.FromBase64String(value);
        if (encoded == "data") return files;
        foreach (var (key, value) in item.Map("data")) files[key] = Encoding.UTF8.GetBytes(value);
        return files;
    }

    /// <summary>The keys that <c>items</c> selects, under their paths; all of them without items.</summary>
    public static IEnumerable<KeyValuePair<string, byte[]>> Select(Dictionary<string, byte[]> files, JsonObject source)
    {
        if (source["items"] is not JsonArray items) return files;
        return items.OfType<JsonObject>()
            .Where(item => files.ContainsKey(item.Text("key")))
            .Select(item => KeyValuePair.Create(item.Text("path"), files[item.Text("key")]));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Reads and writes the objects that say where requests go.</summary>
internal static class RouteObjects
{
    /// <summary>A VirtualService and the DestinationRules of its namespace.</summary>
    public static async Task<(JsonObject Service, IReadOnlyList<JsonObject> Rules)> ReadAsync(IClusterApi api, ObjectKey key, CancellationToken cancellationToken)
    {
        var service = await api.GetAsync(ObjectPaths.Of(key), cancellationToken);
        try
        {
            var rules = await api.GetAsync(ObjectPaths.Collection("DestinationRule", key.Namespace), cancellationToken);
            return (service, [.. rules.Items("items")]);
        }
        catch (KubeApiException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return (service, []);
        }
    }

    /// <summary>Writes the rules of a VirtualService that was read before; the version makes sure that nobody changed it since.</summary>
    public static Task WriteAsync(IClusterApi api, ObjectKey key, JsonObject service, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = service.Text("metadata", "resourceVersion") },
            ["spec"] = new JsonObject { ["http"] = service.At("spec", "http")?.DeepClone() },
        };
        return api.ChangeAsync(HttpMethod.Patch, ObjectPaths.Of(key), patch, ObjectPaths.MergePatch, cancellationToken);
    }

    /// <summary>A destination for a version, with the port that the others of its host have.</summary>
    public static JsonObject Destination(RouteVersion version, IEnumerable<JsonObject> others)
    {
        var destination = new JsonObject { ["host"] = version.Host };
        if (version.Subset.Length > 0)
        {
            destination["subset"] = version.Subset;
        }

        if (others.FirstOrDefault(other => other.Text("destination", "host") == version.Host).At("destination", "port") is { } port)
        {
            destination["port"] = port.DeepClone();
        }

        return new JsonObject { ["destination"] = destination };
    }
}

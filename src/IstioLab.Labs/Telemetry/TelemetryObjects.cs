using System.Text.Json.Nodes;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Telemetry;

/// <summary>The Telemetry objects of a cluster, as they apply to one pod.</summary>
internal static class TelemetryObjects
{
    private static readonly string[] s_versions = ["v1", "v1alpha1"];

    /// <summary>The names of the providers that get a pod's spans; none when no object names any for it.</summary>
    /// <remarks>Nearest first, as Istio looks: objects that select the pod, then its namespace's, then the root namespace's.</remarks>
    public static async Task<IReadOnlyList<string>> TracingProvidersAsync(KubeApi api, PodView pod, CancellationToken cancellationToken)
    {
        var objects = await ListAsync(api, cancellationToken);
        return objects
            .Select(item => (Rank: RankOf(item, pod), Names: Providers(item)))
            .Where(item => item.Rank is not null && item.Names.Count > 0)
            .OrderBy(item => item.Rank)
            .Select(item => item.Names)
            .FirstOrDefault() ?? [];
    }

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(KubeApi api, CancellationToken cancellationToken)
    {
        foreach (var version in s_versions)
        {
            if (await api.FindAsync($"apis/telemetry.istio.io/{version}/telemetries", cancellationToken) is { } list)
            {
                return [.. (list["items"] as JsonArray ?? []).OfType<JsonObject>()];
            }
        }

        return [];
    }

    private static int? RankOf(JsonObject item, PodView pod)
    {
        var ns = (string?)item["metadata"]?["namespace"];
        var labels = item["spec"]?["selector"]?["matchLabels"] as JsonObject;
        if (ns == pod.Namespace && labels is { Count: > 0 })
        {
            return labels.All(label => pod.Labels.GetValueOrDefault(label.Key) == (string?)label.Value) ? 0 : null;
        }

        return ns == pod.Namespace ? 1 : ns == TelemetryManifests.RootNamespace ? 2 : null;
    }

    private static IReadOnlyList<string> Providers(JsonObject item) =>
    [
        .. (item["spec"]?["tracing"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(tracing => (bool?)tracing["disableSpanReporting"] != true)
            .SelectMany(tracing => tracing["providers"] as JsonArray ?? [])
            .Select(provider => (string?)provider?["name"])
            .OfType<string>(),
    ];
}

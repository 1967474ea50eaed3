using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Proxies;

/// <summary>
/// Where the pages of an embedded proxy are found: a pod's through the API server, which leads to pods alone; those of a process outside
/// the cluster's pods, which a WorkloadEntry brings into the mesh, through istiod.
/// </summary>
internal static class ProxyPlaces
{
    private const int AdminPort = 15000;
    private const string Networking = "apis/networking.istio.io/v1";
    private const string ControlPlane = "api/v1/namespaces/istio-system/pods";

    /// <summary>The processes of the mesh that have a sidecar; none on a cluster that has no such kind.</summary>
    public static async Task<IReadOnlyList<PodView>> ListEntriesAsync(KubeApi api, string? ns, CancellationToken cancellationToken)
    {
        var path = ns is null ? $"{Networking}/workloadentries" : $"{Networking}/namespaces/{ns}/workloadentries";
        var list = await api.FindAsync(path, cancellationToken);
        return [.. (list?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(PodView.ReadEntry).OfType<PodView>()];
    }

    /// <summary>The ready pod of the control plane; null when there is none.</summary>
    public static async Task<PodView?> FindControlPlaneAsync(KubeApi api, CancellationToken cancellationToken) =>
        (await Workloads.ListPodsAsync(api, "istio-system", cancellationToken))
            .FirstOrDefault(pod => pod.Labels.GetValueOrDefault("app") == "istiod" && pod.IsReady);

    /// <summary>The path of a page of the control plane.</summary>
    public static string Debug(PodView istiod, string page) => $"{ControlPlane}/{istiod.Name}:8080/proxy/debug/{page}";

    /// <summary>The path of a proxy's page.</summary>
    /// <exception cref="KubeApiException">It is reached by way of the control plane, which is not ready.</exception>
    public static async ValueTask<string> PageAsync(KubeApi api, PodView pod, string page, CancellationToken cancellationToken)
    {
        if (!pod.IsEntry)
        {
            return $"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}:{AdminPort}/proxy/{page}";
        }

        return await FindControlPlaneAsync(api, cancellationToken) is { } istiod
            ? Debug(istiod, $"proxies/{pod.Namespace}/{pod.Name}/{page}")
            : throw new KubeApiException(
                $"istiod is not ready, and the proxy of WorkloadEntry '{pod.Namespace}/{pod.Name}' is reached through it. See 'kubectl -n istio-system get pods'.");
    }
}

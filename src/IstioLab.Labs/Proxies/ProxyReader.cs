using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Proxies.Envoy;

namespace IstioLab.Labs.Proxies;

/// <summary>
/// Reads proxies as any client of the cluster could: embedded ones through the API server's pod proxy, real Envoys by the agent's command in
/// their containers.
/// </summary>
public static class ProxyReader
{
    /// <summary>The proxies of the cluster, sorted by name.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<IReadOnlyList<ProxyView>> ListAsync(KubeApi api, string? ns, CancellationToken cancellationToken)
    {
        var known = await SentAsync(api, cancellationToken);
        var pods = (await Workloads.ListPodsAsync(api, ns, cancellationToken))
            .Concat(await ProxyPlaces.ListEntriesAsync(api, ns, cancellationToken))
            .Where(pod => pod.HasSidecar && !pod.Terminating);
        var proxies = known.Values.Any(SyncStates.IsReal)
            ? pods.Select(pod => ReadReal(pod, known.GetValueOrDefault($"{pod.Name}.{pod.Namespace}")))
            : await Task.WhenAll(pods.Select(pod => ReadAsync(api, pod, known, cancellationToken)));
        return [.. proxies.OrderBy(proxy => $"{proxy.Pod.Name}.{proxy.Pod.Namespace}", StringComparer.Ordinal)];
    }

    /// <summary>Finds a proxy: of a process that a WorkloadEntry brings into the mesh, else of a pod or a workload.</summary>
    /// <exception cref="KubeApiException">There is none; the message says which names there are.</exception>
    public static async Task<PodView> FindAsync(KubeApi api, WorkloadName workload, CancellationToken cancellationToken)
    {
        var entries = await ProxyPlaces.ListEntriesAsync(api, workload.Namespace, cancellationToken);
        return entries.FirstOrDefault(entry => entry.Name == workload.Name) ?? await Workloads.FindPodAsync(api, workload, cancellationToken);
    }

    /// <summary>A part of what a proxy has.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">The proxy's pod.</param>
    /// <param name="part"><c>listeners</c>, <c>routes</c>, <c>clusters</c> or <c>endpoints</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubeApiException">The pod has no sidecar, or its page did not answer.</exception>
    public static async Task<JsonArray> ReadPartAsync(KubeApi api, PodView pod, string part, CancellationToken cancellationToken)
    {
        if (!pod.HasSidecar)
        {
            throw new KubeApiException(
                $"Pod '{pod.Namespace}/{pod.Name}' has no sidecar (READY {pod.Ready}). Inject one: './lab kube-inject -f FILE | kubectl apply -f -'.");
        }

        if (await FindPageAsync(api, pod, part, cancellationToken) is { } page)
        {
            return page;
        }

        if (part == "endpoints")
        {
            return EnvoyClusters.ReadEndpoints((await EnvoyAdmin.ReadAsync(api, pod, "clusters?format=json", cancellationToken)).AsObject());
        }

        var dump = (await EnvoyAdmin.ReadAsync(api, pod, "config_dump", cancellationToken)).AsObject();
        return part switch
        {
            "listeners" => EnvoyListeners.Read(dump),
            "routes" => EnvoyRoutes.Read(dump),
            _ => EnvoyClusters.Read(dump),
        };
    }

    /// <summary>What the control plane says of each VirtualService: on how many of the proxies that are connected now it is active.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="ns">The namespace of the VirtualServices; null for all.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<IReadOnlyList<string>> ActivationsAsync(KubeApi api, string? ns, CancellationToken cancellationToken)
    {
        var rules = await ReadControlPlaneAsync(api, "activations", cancellationToken);
        return [.. rules.Where(rule => ns is null || (string?)rule["namespace"] == ns).Select(rule => (string?)rule["text"] ?? "")];
    }

    // An embedded proxy's page; a real Envoy's port is closed to the API server.
    private static async Task<JsonArray?> FindPageAsync(KubeApi api, PodView pod, string part, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await api.GetTextAsync(await ProxyPlaces.PageAsync(api, pod, part, cancellationToken), cancellationToken)) as JsonArray;
        }
        catch (Exception closed) when (closed is KubeApiException or JsonException)
        {
            return null;
        }
    }

    private static ProxyView ReadReal(PodView pod, JsonObject? entry) => new(
        pod,
        entry.Text("proxy_type") ?? (pod.Containers == 1 ? "router" : "sidecar"),
        entry is null ? ProxyState.NotConnected : SyncStates.Of(entry),
        null,
        entry.Text("istio_version") ?? entry.Text("proxy_version") ?? "-");

    private static async Task<ProxyView> ReadAsync(
        KubeApi api,
        PodView pod,
        IReadOnlyDictionary<string, JsonObject> known,
        CancellationToken cancellationToken)
    {
        try
        {
            var info = JsonNode.Parse(await api.GetTextAsync(await ProxyPlaces.PageAsync(api, pod, "server_info", cancellationToken), cancellationToken)) as JsonObject;
            var snapshot = (long?)info?["snapshotVersion"];
            var newest = (long?)known.GetValueOrDefault($"{pod.Name}.{pod.Namespace}")?["sent"] ?? 0;
            var state = snapshot is null || snapshot < newest ? ProxyState.Stale : ProxyState.Synced;
            return new ProxyView(pod, (string?)info?["type"] ?? "-", state, snapshot, (string?)info?["istioVersion"] ?? "-");
        }
        catch (Exception silent) when (silent is KubeApiException or JsonException)
        {
            return new ProxyView(pod, "-", ProxyState.NotConnected, null, "-");
        }
    }

    private static async Task<IReadOnlyDictionary<string, JsonObject>> SentAsync(KubeApi api, CancellationToken cancellationToken)
    {
        var proxies = await ReadControlPlaneAsync(api, "syncz", cancellationToken);
        return proxies.DistinctBy(entry => (string?)entry["proxy"]).ToDictionary(entry => (string?)entry["proxy"] ?? "", StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadControlPlaneAsync(KubeApi api, string page, CancellationToken cancellationToken)
    {
        if (await ProxyPlaces.FindControlPlaneAsync(api, cancellationToken) is not { } istiod)
        {
            return [];
        }

        var list = await FindListAsync(async () => JsonNode.Parse(await api.GetTextAsync(ProxyPlaces.Debug(istiod, page), cancellationToken)))
            ?? await FindListAsync(() => EnvoyAdmin.ReadControlPlaneAsync(api, istiod, $"debug/{page}", cancellationToken));
        return [.. (list ?? []).OfType<JsonObject>()];
    }

    private static async Task<JsonArray?> FindListAsync<T>(Func<Task<T>> read)
        where T : JsonNode?
    {
        try
        {
            return await read() as JsonArray;
        }
        catch (Exception silent) when (silent is KubeApiException or JsonException)
        {
            return null;
        }
    }
}

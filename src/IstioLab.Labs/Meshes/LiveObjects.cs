using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Meshes;

/// <summary>Reads the objects of the running cluster.</summary>
public static class LiveObjects
{
    private const string MeshSettingsPath = "api/v1/namespaces/istio-system/configmaps";
    private const string SettingsName = "istio";
    private const string StableIstio = ".istio.io/v1/";
    private const string BetaIstio = ".istio.io/v1beta1/";

    /// <summary>What decides where requests go.</summary>
    public static readonly ImmutableArray<string> OfRouting =
    [
        "api/v1/namespaces", "api/v1/services", "api/v1/pods", "apis/discovery.k8s.io/v1/endpointslices", "apis/apps/v1/deployments",
        "apis/networking.istio.io/v1/virtualservices", "apis/networking.istio.io/v1/destinationrules", "apis/networking.istio.io/v1/gateways",
        "apis/networking.istio.io/v1/serviceentries", "apis/networking.istio.io/v1/sidecars", "apis/networking.istio.io/v1/workloadentries",
        "apis/security.istio.io/v1/authorizationpolicies", "apis/security.istio.io/v1/peerauthentications",
        "apis/security.istio.io/v1/requestauthentications", MeshSettingsPath,
    ];

    /// <summary>What analyzers look at besides.</summary>
    public static readonly ImmutableArray<string> OfAnalysis =
    [
        .. OfRouting, "api/v1/nodes", "api/v1/secrets", "apis/networking.istio.io/v1/workloadgroups", "apis/networking.istio.io/v1alpha3/envoyfilters",
        "apis/networking.istio.io/v1beta1/proxyconfigs", "apis/telemetry.istio.io/v1alpha1/telemetries", "apis/extensions.istio.io/v1alpha1/wasmplugins",
        "apis/extensions.istio.io/v1alpha1/trafficextensions", "apis/gateway.networking.k8s.io/v1/gateways",
        "apis/gateway.networking.k8s.io/v1/httproutes", "apis/gateway.networking.k8s.io/v1/grpcroutes",
        "apis/apiextensions.k8s.io/v1/customresourcedefinitions", "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
        "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
    ];

    /// <summary>Reads lists; a kind that the cluster lacks has no objects.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public static async Task<IReadOnlyList<ConfigObject>> ReadAsync(KubeApi api, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(paths.Select(path => ReadAsync(api, path, cancellationToken)));
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>Reads what decides where requests go.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="release">The release of Istio that it runs or follows.</param>
    /// <param name="labs">The labs that may be active: what one of them applied has its file and line.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public static async Task<MeshState> ReadMeshAsync(
        KubeApi api, IstioRelease release, IReadOnlyList<LabDefinition> labs, CancellationToken cancellationToken) =>
        MeshState.Empty.With(MeshSettings.Default with { Release = release })
            .With(LabSources.Place(await ReadAsync(api, OfRouting, cancellationToken), labs));

    private static async Task<List<ConfigObject>> ReadAsync(KubeApi api, string path, CancellationToken cancellationToken)
    {
        var list = await api.FindAsync(path, cancellationToken);
        if (list is null && path.Contains(StableIstio, StringComparison.Ordinal))
        {
            // Before 1.22 Istio serves its kinds as v1beta1 alone.
            list = await api.FindAsync(path.Replace(StableIstio, BetaIstio, StringComparison.Ordinal), cancellationToken);
        }

        if (path == MeshSettingsPath)
        {
            NameSettings(list);
        }

        var kind = ((string?)list?["kind"] ?? "List")[..^"List".Length];
        List<ConfigObject> objects = [];
        foreach (var item in (list?["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            // The items of a typed list carry neither kind nor version of their own.
            item["kind"] ??= kind;
            item["apiVersion"] ??= (string?)list?["apiVersion"];
            objects.Add(ConfigObjectReader.ReadJson(Encoding.UTF8.GetBytes(item.ToJsonString())));
        }

        return objects;
    }

    // An Istio with a revision keeps its settings under the revision's name; they are read as if it had none.
    private static void NameSettings(JsonObject? list)
    {
        var maps = (list?["items"] as JsonArray ?? []).OfType<JsonObject>().Where(map => map["data"]?["mesh"] is not null).ToList();
        if (maps.Count > 0 && maps.All(map => (string?)map["metadata"]?["name"] != SettingsName))
        {
            var first = maps.MinBy(map => (string?)map["metadata"]?["name"], StringComparer.Ordinal)!;
            first["metadata"]!["name"] = SettingsName;
        }
    }
}

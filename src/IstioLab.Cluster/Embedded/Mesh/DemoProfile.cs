using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The demo profile of Istio in <c>istio-system</c>: control plane, ingress and egress gateway, labelled and annotated as simulated.
/// https://istio.io/latest/docs/setup/additional-setup/config-profiles/
/// </summary>
internal static class DemoProfile
{
    private const string Resource = "IstioLab.Cluster.Embedded.Mesh.demo-profile.json";

    /// <summary>The patch release of which the images' tags speak.</summary>
    public static string Tag(string istioVersion) => istioVersion switch
    {
        "1.17" => "1.17.8",
        "1.30" => "1.30.3",
        _ => istioVersion,
    };

    public static async ValueTask InstallAsync(IObjectApi api, string istioVersion, CancellationToken cancellationToken)
    {
        foreach (var item in Read(istioVersion))
        {
            var resource = item.Text("kind") switch
            {
                "ConfigMap" => Resources.ConfigMaps,
                "ServiceAccount" => Resources.ServiceAccounts,
                "Service" => Resources.Services,
                _ => Resources.Deployments,
            };
            await api.CreateAsync(resource, MeshResources.RootNamespace, item, WriteOptions.Internal, cancellationToken);
        }
    }

    private static IReadOnlyList<JsonObject> Read(string istioVersion)
    {
        using var stream = typeof(DemoProfile).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().Replace("${ISTIO}", istioVersion, StringComparison.Ordinal).Replace("${TAG}", Tag(istioVersion), StringComparison.Ordinal);
        return [.. JsonNode.Parse(text).Items("items").Select(item => item.Copy())];
    }
}

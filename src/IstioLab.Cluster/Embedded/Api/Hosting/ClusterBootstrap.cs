using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Objects;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>What every cluster begins with: four namespaces and the service <c>kubernetes</c>.</summary>
internal static class ClusterBootstrap
{
    private static readonly string[] s_namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Creates the objects.</summary>
    public static async Task CreateAsync(ObjectApi api, int port, CancellationToken cancellationToken)
    {
        foreach (var name in s_namespaces)
            await api.CreateAsync("namespaces", "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, WriteOptions.Internal, cancellationToken);
        await api.CreateAsync("services", "default", KubernetesService(port), WriteOptions.Internal, cancellationToken);
    }

    private static JsonObject KubernetesService(int port) => JsonNode.Parse($$$"""
        {"metadata":{"name":"kubernetes","labels":{"component":"apiserver","provider":"kubernetes"}},
         "spec":{"clusterIP":"10.96.0.1","ports":[{"name":"https","protocol":"TCP","port":443,"targetPort":{{{port}}}}],"type":"ClusterIP"}}
        """)!.AsObject();
}

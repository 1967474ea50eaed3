using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Mesh;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded;

/// <summary>What every cluster has besides the API server's own: the address of its DNS, and Istio's demo profile.</summary>
internal static class SystemObjects
{
    public static async ValueTask CreateAsync(IObjectApi api, string istioVersion, bool demoProfile, CancellationToken cancellationToken)
    {
        await api.CreateAsync(Resources.Services, "kube-system", DnsService(), WriteOptions.Internal, cancellationToken);
        if (!demoProfile) return;
        await api.CreateAsync(Resources.Namespaces, "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = MeshResources.RootNamespace },
        }, WriteOptions.Internal, cancellationToken);
        await DemoProfile.InstallAsync(api, istioVersion, cancellationToken);
    }

    private static JsonObject DnsService() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "kube-dns",
            ["labels"] = new JsonObject { ["k8s-app"] = "kube-dns", ["kubernetes.io/cluster-service"] = "true", ["kubernetes.io/name"] = "CoreDNS" },
            ["annotations"] = new JsonObject { ["istiolab.dev/simulated"] = "Names are resolved inside the IstioLab process; nothing listens here." },
        },
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = ClusterDns.ServerAddress,
            ["ports"] = new JsonArray(
                new JsonObject { ["name"] = "dns", ["port"] = 53, ["protocol"] = "UDP", ["targetPort"] = 53 },
                new JsonObject { ["name"] = "dns-tcp", ["port"] = 53, ["protocol"] = "TCP", ["targetPort"] = 53 }),
        },
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Sidecars;

/// <summary>A service of the AppHost as a workload of a mesh.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="App">The label <c>app</c>.</param>
/// <param name="Version">The label <c>version</c>.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Endpoint">Where it takes requests.</param>
/// <param name="Address">Its address in the mesh and the port of its proxy.</param>
internal sealed record SidecarAnnotation(
    IstioLabClusterResource Cluster, string App, string Version, string Namespace, EndpointReference Endpoint, SidecarAddress Address) : IResourceAnnotation
{
    /// <summary>The proxy that the service's own requests go through.</summary>
    public string ProxyUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Address.ProxyPort}");

    /// <summary>The object that joins it.</summary>
    /// <param name="name">The workload's name.</param>
    /// <param name="hostPort">The loopback port of the process.</param>
    public JsonObject WorkloadEntry(string name, int hostPort) => new()
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = "WorkloadEntry",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = Namespace,
            ["labels"] = new JsonObject { ["app"] = App, ["version"] = Version },
            ["annotations"] = new JsonObject
            {
                ["istiolab.dev/host-port"] = hostPort.ToString(CultureInfo.InvariantCulture),
                ["istiolab.dev/http-proxy"] = ProxyUrl,
            },
        },
        ["spec"] = new JsonObject
        {
            ["address"] = Address.Ip,
            ["labels"] = new JsonObject { ["app"] = App, ["version"] = Version },
        },
    };
}

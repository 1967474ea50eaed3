using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>Gives Services of type LoadBalancer the address under which this machine reaches them, if there is one.</summary>
internal sealed class ServiceController(IObjectApi api, Func<ObjectKey, IPAddress?> addresses) : IController
{
    public string Name => "service-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Services];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change) => change.Type == ObjectEventType.Deleted ? [] : [change.Object.Key];

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name)?.ToNode() is not { } service) return null;
        var address = service.Text("spec", "type") == "LoadBalancer" ? addresses(key) : null;
        var balancer = address is null
            ? new JsonObject()
            : new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address.ToString(), ["ipMode"] = "VIP" }) };
        await api.ChangeAsync(key.Resource, key.Namespace, key.Name, "status",
            node => node.Child("status").Put("loadBalancer", balancer.Copy()), WriteOptions.Internal, cancellationToken);
        return null;
    }
}

using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>
/// Writes the older form of what EndpointSlices say, which <c>kubectl get endpoints</c> shows.
/// https://kubernetes.io/docs/concepts/services-networking/service/#endpoints
/// </summary>
internal sealed class EndpointsController(IObjectApi api) : IController
{
    public string Name => "endpoints-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.EndpointSlices];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change) =>
        change.Object.Labels.TryGetValue(EndpointSliceController.ServiceLabel, out var service)
            ? [new ObjectKey(Resources.Services, change.Object.Namespace, service)]
            : [];

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } service || service.IsTerminating()) return null;
        var slices = api.List(
            Resources.EndpointSlices, key.Namespace, LabelSelector.FromLabels([new(EndpointSliceController.ServiceLabel, key.Name)])).Items;
        JsonArray subsets = [.. slices.Select(slice => Subset(slice.ToNode())).OfType<JsonObject>()];
        var stored = await api.ChangeAsync(
            Resources.Endpoints, key.Namespace, key.Name, null, node => node.Put("subsets", subsets.Count > 0 ? subsets.DeepClone() : null),
            WriteOptions.Internal, cancellationToken);
        if (stored is not null) return null;
        await api.CreateAsync(Resources.Endpoints, key.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["labels"] = service.Labels.ToJson(),
                ["ownerReferences"] = new JsonArray(service.OwnerReference("v1", "Service")),
            },
            ["subsets"] = subsets.Count > 0 ? subsets : null,
        }, WriteOptions.Internal, cancellationToken);
        return null;
    }

    private static JsonObject? Subset(JsonObject slice)
    {
        var subset = new JsonObject();
        JsonArray ready = [], waiting = [];
        foreach (var endpoint in slice.Items("endpoints"))
        {
            if (endpoint.Flag("conditions", "terminating")) continue;
            foreach (var text in endpoint.Texts("addresses"))
            {
                var address = new JsonObject { ["ip"] = text };
                if (endpoint.Text("nodeName") is { Length: > 0 } node) address["nodeName"] = node;
                if (endpoint["targetRef"] is { } target) address["targetRef"] = target.DeepClone();
                (endpoint.Flag("conditions", "ready") ? ready : waiting).Add(address);
            }
        }

        if (ready.Count + waiting.Count == 0) return null;
        if (ready.Count > 0) subset["addresses"] = ready;
        if (waiting.Count > 0) subset["notReadyAddresses"] = waiting;
        subset["ports"] = slice["ports"]?.DeepClone();
        return subset;
    }
}

using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>
/// Writes the EndpointSlices of each Service with a selector; an empty one stands until the first pod has an address.
/// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
/// </summary>
internal sealed class EndpointSliceController(IObjectApi api, TimeProvider time) : IController
{
    public const string ServiceLabel = "kubernetes.io/service-name";
    private const string ManagerLabel = "endpointslice.kubernetes.io/managed-by";
    private const string Manager = "endpointslice-controller.k8s.io";
    private const string TriggerAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";

    public string Name => "endpointslice-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Services, Resources.Pods, Resources.EndpointSlices];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var item = change.Object;
        if (item.Key.Resource == Resources.Services) return [item.Key];
        if (item.Key.Resource == Resources.EndpointSlices)
        {
            return change.Type != ObjectEventType.Added && item.Labels.TryGetValue(ManagerLabel, out var manager) && manager == Manager
                && item.Labels.TryGetValue(ServiceLabel, out var service)
                ? [new ObjectKey(Resources.Services, item.Key.Namespace, service)]
                : [];
        }

        return api.List(Resources.Services, item.Key.Namespace).Items
            .Where(service => Selector(service.ToNode()) is { } selector
                && (selector.Matches(item.Labels) || (change.Previous is { } old && selector.Matches(old.Labels))))
            .Select(service => service.Key);
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } stored || stored.IsTerminating()) return null;
        var service = stored.ToNode();
        if (Selector(service) is not { } selector) return null;
        var pods = api.List(Resources.Pods, key.Namespace, selector).Items.OrderBy(pod => pod.CreationTime).ThenBy(pod => pod.Name, StringComparer.Ordinal);
        var groups = EndpointGroups.Compute(service, pods);
        if (groups.Count == 0) groups = [new EndpointGroup([], [])];
        var mine = LabelSelector.FromLabels([new(ServiceLabel, key.Name), new(ManagerLabel, Manager)]);
        var slices = api.List(Resources.EndpointSlices, key.Namespace, mine).Items.Where(slice => !slice.IsTerminating()).ToList();
        await WriteAsync(stored, service, groups, slices, cancellationToken);
        return null;
    }

    /// <summary>A Service's selector; null when it has none and its endpoints are somebody else's business.</summary>
    internal static LabelSelector? Selector(JsonObject service) =>
        service.Text("spec", "type") != "ExternalName" && service.Map("spec", "selector") is { Count: > 0 } labels ? LabelSelector.FromLabels(labels) : null;

    private async ValueTask WriteAsync(
        StoredObject stored, JsonObject service, IReadOnlyList<EndpointGroup> groups, List<StoredObject> slices, CancellationToken cancellationToken)
    {
        var left = groups.ToList();
        var free = new List<StoredObject>();
        foreach (var slice in slices)
        {
            var ports = slice.ToNode().At("ports");
            var same = left.Find(group => JsonNode.DeepEquals(ports, group.Ports));
            if (same is null)
            {
                free.Add(slice);
                continue;
            }

            left.Remove(same);
            await UpdateAsync(slice, stored, service, same, cancellationToken);
        }

        foreach (var group in left)
        {
            if (free.Count > 0)
            {
                await UpdateAsync(free[0], stored, service, group, cancellationToken);
                free.RemoveAt(0);
                continue;
            }

            await api.CreateAsync(Resources.EndpointSlices, stored.Key.Namespace, Create(stored, service, group), WriteOptions.Internal, cancellationToken);
        }

        foreach (var slice in free)
        {
            await api.DeleteAsync(slice.Key.Resource, slice.Key.Namespace, slice.Key.Name, DeleteRequest.Now, cancellationToken);
        }
    }

    private async ValueTask UpdateAsync(StoredObject slice, StoredObject stored, JsonObject service, EndpointGroup group, CancellationToken cancellationToken) =>
        await api.ChangeAsync(slice.Key.Resource, slice.Key.Namespace, slice.Key.Name, null, node =>
        {
            var changed = node.Put("endpoints", group.Endpoints.DeepClone());
            changed |= node.Put("ports", group.Ports.Count > 0 ? group.Ports.DeepClone() : null);
            var labels = Labels(stored, service);
            changed |= node.Child("metadata").Put("labels", labels);
            if (changed) node.Child("metadata", "annotations")[TriggerAnnotation] = KubernetesTime.Seconds(time.GetUtcNow());
            return changed;
        }, WriteOptions.Internal, cancellationToken);

    private JsonObject Create(StoredObject stored, JsonObject service, EndpointGroup group) => new()
    {
        ["addressType"] = "IPv4",
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["endpoints"] = group.Endpoints.DeepClone(),
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject { [TriggerAnnotation] = KubernetesTime.Seconds(time.GetUtcNow()) },
            ["generateName"] = $"{stored.Key.Name}-",
            ["namespace"] = stored.Key.Namespace,
            ["labels"] = Labels(stored, service),
            ["ownerReferences"] = new JsonArray(stored.OwnerReference("v1", "Service")),
        },
        ["ports"] = group.Ports.Count > 0 ? group.Ports.DeepClone() : null,
    };

    private static JsonObject Labels(StoredObject stored, JsonObject service)
    {
        var labels = stored.Labels.Where(pair => pair.Key is not (ServiceLabel or ManagerLabel)).ToJson();
        labels[ManagerLabel] = Manager;
        labels[ServiceLabel] = stored.Key.Name;
        if (service.Text("spec", "clusterIP") == "None") labels["service.kubernetes.io/headless"] = "";
        return labels;
    }
}

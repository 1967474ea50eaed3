using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

/// <summary>The store with the least that controllers need of an API: names, generations, the status subresource and deletion.</summary>
internal sealed class MemoryApi(TimeProvider time) : IObjectApi, IResourceCatalog
{
    private static readonly Dictionary<string, (string Id, bool Namespaced)> Kinds = new(StringComparer.Ordinal)
    {
        ["Namespace"] = (Resources.Namespaces, false),
        ["Node"] = (Resources.Nodes, false),
        ["Pod"] = (Resources.Pods, true),
        ["Service"] = (Resources.Services, true),
        ["ConfigMap"] = (Resources.ConfigMaps, true),
        ["ServiceAccount"] = (Resources.ServiceAccounts, true),
        ["Deployment"] = (Resources.Deployments, true),
        ["ReplicaSet"] = (Resources.ReplicaSets, true),
        ["EndpointSlice"] = (Resources.EndpointSlices, true),
    };

    private readonly ObjectStore _store = new();
    private int _names;

    public StoredObject? Find(string resource, string ns, string name) => _store.Find(new ObjectKey(resource, ns, name));

    public ObjectList List(string resource, string? ns = null, LabelSelector? labels = null)
    {
        using var subscription = _store.Subscribe([resource]);
        var items = new List<StoredObject>();
        for (var i = 0; i < subscription.InitialCount && subscription.Events.TryRead(out var item); i++)
        {
            if ((ns is null || item.Object.Namespace == ns) && (labels?.Matches(item.Object.Labels) ?? true)) items.Add(item.Object);
        }

        return new ObjectList(items, subscription.ResourceVersion);
    }

    public ValueTask<StoredObject> CreateAsync(string resource, string ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var metadata = body.Child("metadata");
        if (metadata["name"] is null) metadata["name"] = $"{metadata.Text("generateName")}{Interlocked.Increment(ref _names):x5}";
        if (ns.Length > 0) metadata["namespace"] = ns;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = KubernetesTime.Seconds(time.GetUtcNow());
        metadata["generation"] = 1;
        if (resource == Resources.Namespaces) body.Child("spec")["finalizers"] = new JsonArray("kubernetes");
        if (resource == Resources.Pods) body.Child("status")["phase"] = "Pending";
        var stored = _store.TryPut(new ObjectKey(resource, ns, metadata.Text("name")), null, body)
            ?? throw Refuse(409, "AlreadyExists", $"{resource} \"{metadata.Text("name")}\" already exists");
        return ValueTask.FromResult(stored);
    }

    public ValueTask<StoredObject?> ChangeAsync(
        string resource, string ns, string name, string? subresource, Func<JsonObject, bool> change, WriteOptions options, CancellationToken cancellationToken)
    {
        while (Find(resource, ns, name) is { } old)
        {
            var node = old.ToNode();
            var before = old.ToNode();
            if (!change(node)) return new(old);
            if (subresource == "status")
            {
                before["status"] = node["status"]?.DeepClone();
                node = before;
            }
            else if (!JsonNode.DeepEquals(node["spec"], before["spec"]))
            {
                node.Child("metadata")["generation"] = old.Generation + 1;
            }

            if (subresource is null && before["status"] is { } status) node["status"] = status.DeepClone();
            var done = old.IsTerminating() && node.At("metadata", "finalizers") is null && node.At("spec", "finalizers") is null;
            if (done && resource != Resources.Pods)
            {
                if (_store.TryRemove(old, node) is { } removed) return new(removed);
            }
            else if (_store.TryPut(old.Key, old, node) is { } stored)
            {
                return new(stored);
            }
        }

        return new((StoredObject?)null);
    }

    public ValueTask<StoredObject?> DeleteAsync(string resource, string ns, string name, DeleteRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var old = Find(resource, ns, name) ?? throw Refuse(404, "NotFound", $"{resource} \"{name}\" not found");
            if (request.PreconditionUid is { } uid && uid != old.Uid) throw Refuse(409, "Conflict", "the uid differs");
            var node = old.ToNode();
            var grace = request.GraceSeconds ?? (resource == Resources.Pods ? node.LongNumber("spec", "terminationGracePeriodSeconds") ?? 30 : 0);
            if (request.Propagation is { } policy and not PropagationPolicy.Background)
            {
                node.Child("metadata")["finalizers"] = new JsonArray(policy == PropagationPolicy.Orphan ? "orphan" : "foregroundDeletion");
            }

            var held = node.At("metadata", "finalizers") is not null || node.At("spec", "finalizers") is not null;
            var bound = resource == Resources.Pods && node.Text("spec", "nodeName").Length > 0 && grace > 0;
            if (!held && !bound)
            {
                if (_store.TryRemove(old, node) is not null) return new((StoredObject?)null);
                continue;
            }

            if (old.IsTerminating()) return new(old);
            node.Child("metadata")["deletionTimestamp"] = KubernetesTime.Seconds(time.GetUtcNow().AddSeconds(grace));
            node.Child("metadata")["deletionGracePeriodSeconds"] = grace;
            if (_store.TryPut(old.Key, old, node) is { } stored) return new(stored);
        }
    }

    public ObjectSubscription Subscribe(IReadOnlyCollection<string> resources) => _store.Subscribe(resources);

    public IEnumerable<string> Namespaced() => Kinds.Values.Where(kind => kind.Namespaced).Select(kind => kind.Id);

    public IEnumerable<string> All() => Kinds.Values.Select(kind => kind.Id);

    public (string Id, bool Namespaced)? FindKind(string apiVersion, string kind) => Kinds.TryGetValue(kind, out var found) ? found : null;

    private static ApiException Refuse(int code, string reason, string message) => new(new ApiStatus(code, reason, message));
}

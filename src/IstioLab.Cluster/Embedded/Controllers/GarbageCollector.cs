using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>
/// Deletes what lost its owners, and lets an owner with the finalizer <c>foregroundDeletion</c> or <c>orphan</c> go when its dependents
/// are gone or released. https://kubernetes.io/docs/concepts/architecture/garbage-collection/
/// </summary>
internal sealed class GarbageCollector(IObjectApi api, IResourceCatalog resources) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";
    private readonly Dictionary<string, HashSet<ObjectKey>> _dependents = new(StringComparer.Ordinal);

    public string Name => "garbage-collector";

    public IReadOnlyCollection<string> Watches { get; } = [.. resources.All().Where(id => id is not (Resources.Events or Resources.Leases))];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var item = change.Object;
        var keys = new List<ObjectKey>();
        foreach (var owner in item.Owners) Index(owner.Uid, item.Key, change.Type != ObjectEventType.Deleted);
        if (change.Type == ObjectEventType.Deleted)
        {
            if (_dependents.TryGetValue(item.Uid, out var orphans)) keys.AddRange(orphans);
            keys.AddRange(item.Owners.Select(owner => KeyOf(owner, item.Key.Namespace)).OfType<ObjectKey>());
        }
        else if (item.Owners.Count > 0 || item.IsTerminating())
        {
            keys.Add(item.Key);
        }

        return keys;
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } item) return null;
        if (item.IsTerminating()) await ReleaseAsync(item, cancellationToken);
        if (item.Owners.Count == 0 || item.IsTerminating()) return null;
        var present = item.Owners.Where(owner => Find(owner, key.Namespace) is not null).ToList();
        if (present.Count == 0)
        {
            await DeleteAsync(item, new DeleteRequest { PreconditionUid = item.Uid }, cancellationToken);
        }
        else if (present.TrueForAll(owner => IsWaiting(Find(owner, key.Namespace)!)))
        {
            await DeleteAsync(item, new DeleteRequest { PreconditionUid = item.Uid, Propagation = PropagationPolicy.Foreground }, cancellationToken);
        }

        return null;
    }

    private async ValueTask ReleaseAsync(StoredObject owner, CancellationToken cancellationToken)
    {
        var dependents = DependentsOf(owner);
        if (owner.Finalizers.Contains(Orphan))
        {
            foreach (var dependent in dependents)
            {
                await api.ChangeAsync(dependent.Key.Resource, dependent.Key.Namespace, dependent.Key.Name, null,
                    node => Disown(node, owner.Uid), WriteOptions.Internal, cancellationToken);
            }

            await FinishAsync(owner, Orphan, cancellationToken);
        }
        else if (IsWaiting(owner))
        {
            foreach (var dependent in dependents.Where(item => !item.IsTerminating()))
            {
                await DeleteAsync(dependent, new DeleteRequest { PreconditionUid = dependent.Uid, Propagation = PropagationPolicy.Foreground }, cancellationToken);
            }

            if (!DependentsOf(owner).Exists(item => item.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlockOwnerDeletion)))
            {
                await FinishAsync(owner, Foreground, cancellationToken);
            }
        }
    }

    private async ValueTask FinishAsync(StoredObject owner, string finalizer, CancellationToken cancellationToken) =>
        await api.ChangeAsync(owner.Key.Resource, owner.Key.Namespace, owner.Key.Name, null, node =>
        {
            if (node.At("metadata", "finalizers") is not JsonArray finalizers) return false;
            var kept = new JsonArray([.. finalizers.Where(item => item.Text() != finalizer).Select(item => item!.DeepClone())]);
            if (kept.Count == finalizers.Count) return false;
            node.Child("metadata").Put("finalizers", kept.Count > 0 ? kept : null);
            return true;
        }, WriteOptions.Internal, cancellationToken);

    private async ValueTask DeleteAsync(StoredObject item, DeleteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync(item.Key.Resource, item.Key.Namespace, item.Key.Name, request, cancellationToken);
        }
        catch (ApiException gone) when (gone.Reason is "NotFound" or "Conflict")
        {
            // Gone, or replaced by another object of that name, which has its own key to come.
        }
    }

    private static bool Disown(JsonObject node, string uid)
    {
        if (node.At("metadata", "ownerReferences") is not JsonArray owners) return false;
        var kept = new JsonArray([.. owners.Where(owner => owner.Text("uid") != uid).Select(owner => owner!.DeepClone())]);
        return kept.Count != owners.Count && node.Child("metadata").Put("ownerReferences", kept.Count > 0 ? kept : null);
    }

    private static bool IsWaiting(StoredObject owner) => owner.IsTerminating() && owner.Finalizers.Contains(Foreground);

    private List<StoredObject> DependentsOf(StoredObject owner) =>
        _dependents.TryGetValue(owner.Uid, out var keys)
            ? [.. keys.Select(key => api.Find(key.Resource, key.Namespace, key.Name)).OfType<StoredObject>()
                .Where(item => item.Owners.Any(reference => reference.Uid == owner.Uid))]
            : [];

    private StoredObject? Find(OwnerReference owner, string ns) =>
        KeyOf(owner, ns) is { } key && api.Find(key.Resource, key.Namespace, key.Name) is { } found && found.Uid == owner.Uid ? found : null;

    private ObjectKey? KeyOf(OwnerReference owner, string ns) =>
        resources.FindKind(owner.ApiVersion, owner.Kind) is { } kind ? new ObjectKey(kind.Id, kind.Namespaced ? ns : "", owner.Name) : null;

    private void Index(string owner, ObjectKey dependent, bool present)
    {
        if (!_dependents.TryGetValue(owner, out var keys))
        {
            if (!present) return;
            _dependents[owner] = keys = [];
        }

        if (present) keys.Add(dependent);
        else if (keys.Remove(dependent) && keys.Count == 0) _dependents.Remove(owner);
    }
}

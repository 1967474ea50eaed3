using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>
/// What the REST handlers and the controllers call: admission, defaulting, validation, storage. Every refusal is an
/// <see cref="ApiException"/> that carries the Status which a client of the REST interface gets.
/// </summary>
internal interface IObjectApi
{
    /// <summary>The object, or null. <paramref name="ns"/> is empty for cluster-scoped resources.</summary>
    StoredObject? Find(string resource, string ns, string name);

    /// <summary>The objects of a resource, of one namespace or (null) of all.</summary>
    ObjectList List(string resource, string? ns = null, LabelSelector? labels = null);

    /// <summary>Creates an object; <c>apiVersion</c>, <c>kind</c> and the namespace may be missing in the body.</summary>
    ValueTask<StoredObject> CreateAsync(string resource, string ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, changes and writes an object (or its subresource <c>status</c>), again when another write came between.
    /// <paramref name="change"/> gets a tree of its own and answers whether it changed anything.
    /// Null when the object does not exist; the stored object otherwise.
    /// </summary>
    ValueTask<StoredObject?> ChangeAsync(
        string resource, string ns, string name, string? subresource, Func<JsonObject, bool> change, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an object as Kubernetes does: at once, or by setting <c>deletionTimestamp</c> when it has finalizers or grace.
    /// Null when the object is gone now, otherwise its state with a deletion timestamp. NotFound is an <see cref="ApiException"/>.
    /// </summary>
    ValueTask<StoredObject?> DeleteAsync(string resource, string ns, string name, DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>The version of the latest change of any of these resources, deletions too; 0 when there was none.</summary>
    long LastChange(IReadOnlyCollection<string> resources);

    /// <summary>Changes of these resources, beginning with what is there.</summary>
    ObjectSubscription Subscribe(IReadOnlyCollection<string> resources);
}

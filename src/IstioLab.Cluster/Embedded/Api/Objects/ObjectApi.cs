using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Defaults;
using IstioLab.Cluster.Embedded.Api.Validation;
using IstioLab.Cluster.Embedded.Patches;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>
/// The one way to write objects: 1. type and metadata, 2. unknown fields, 3. defaults, 4. ownership of fields, 5. admission,
/// 6. validation, 7. the store.
/// </summary>
internal sealed class ObjectApi : IObjectApi
{
    private const int Attempts = 16;
    private readonly ObjectStore _store;
    private readonly ResourceRegistry _registry;
    private readonly IReadOnlyList<IAdmission> _admission;
    private readonly ObjectPreparation _preparation;
    private readonly ObjectDeletion _deletion;
    private readonly CustomResources _customs;

    /// <summary>An API over a store.</summary>
    public ObjectApi(
        ObjectStore store, ResourceRegistry registry, IReadOnlyList<IAdmission> admission, ObjectIdentity identity, TimeProvider time)
    {
        _customs = new CustomResources(store, registry);
        _store = store;
        _registry = registry;
        _admission = admission;
        _preparation = new ObjectPreparation(identity, time);
        _deletion = new ObjectDeletion(store, time);
    }

    /// <inheritdoc/>
    public StoredObject? Find(string resource, string ns, string name) => _store.Find(new ObjectKey(resource, ns, name));

    /// <inheritdoc/>
    public ObjectList List(string resource, string? ns = null, LabelSelector? labels = null)
    {
        var view = _store.View(resource);
        var items = new List<StoredObject>();
        foreach (var (name, item) in view.Items)
            if ((ns is null || name.Namespace == ns) && labels?.Matches(item.Labels) != false) items.Add(item);
        return new ObjectList(items, view.Version);
    }

    /// <inheritdoc/>
    public long LastChange(IReadOnlyCollection<string> resources) => _store.LastChange(resources);

    /// <inheritdoc/>
    public ObjectSubscription Subscribe(IReadOnlyCollection<string> resources) => _store.Subscribe(resources);

    /// <inheritdoc/>
    public ValueTask<StoredObject> CreateAsync(string resource, string ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
        CreateAsync(_registry.Get(resource), ns, body, options, cancellationToken);

    /// <summary>Creates an object; with dry-run the answer is what would be stored.</summary>
    public async ValueTask<StoredObject> CreateAsync(
        ResourceDescriptor resource, string ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var version = options.Version ?? resource.Storage.Name;
        ObjectPreparation.SetType(body, resource, version, ns);
        CheckFields(body, resource, version, options);
        _preparation.PrepareCreate(body, resource);
        ObjectDefaults.Apply(resource, body);
        if (options.FieldManager is not null) FieldOwnership.RecordUpdate(null, body, Manager(resource, version, options, null), Schema(resource), resource.Custom, !resource.HasStatus);
        return await InsertAsync(resource, version, ns, body, options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredObject?> ChangeAsync(
        string resource, string ns, string name, string? subresource, Func<JsonObject, bool> change, WriteOptions options, CancellationToken cancellationToken) =>
        ChangeAsync(_registry.Get(resource), ns, name, subresource, change, options, cancellationToken);

    /// <summary>Reads, changes and writes; see <see cref="IObjectApi.ChangeAsync"/>.</summary>
    public async ValueTask<StoredObject?> ChangeAsync(
        ResourceDescriptor resource, string ns, string name, string? subresource, Func<JsonObject, bool> change, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Find(resource.Id, ns, name) is not { } current) return null;
            var body = current.ToNode();
            if (!change(body)) return current;
            CheckPreconditions(body, current, resource);
            if (await UpdateAsync(current, body, resource, subresource, options, cancellationToken) is { } stored) return stored;
        }
        throw ApiErrors.Modified(resource, name);
    }

    /// <summary>Replaces an object with a whole new state.</summary>
    public async ValueTask<StoredObject> ReplaceAsync(
        ResourceDescriptor resource, string ns, string name, string? subresource, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var version = options.Version ?? resource.Storage.Name;
        ObjectPreparation.SetType(body, resource, version, ns);
        if (ObjectPreparation.Text(body, "name") is var given && given != name)
            throw ApiErrors.BadRequest(given.Length == 0 ? "name must be provided" : $"the name of the object ({given}) does not match the name on the URL ({name})");
        CheckFields(body, resource, version, options);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Find(resource.Id, ns, name) ?? throw ApiErrors.NotFound(resource, name);
            CheckPreconditions(body, current, resource);
            var copy = body.DeepClone().AsObject();
            if (await UpdateAsync(current, copy, resource, subresource, options, cancellationToken) is { } stored) return stored;
        }
        throw ApiErrors.Modified(resource, name);
    }

    /// <summary>Patches an object; <paramref name="patch"/> gets the current state and answers the new one.</summary>
    public async ValueTask<StoredObject> PatchAsync(
        ResourceDescriptor resource, string ns, string name, string? subresource, Func<JsonObject, JsonObject> patch, WriteOptions options, CancellationToken cancellationToken)
    {
        var version = options.Version ?? resource.Storage.Name;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Find(resource.Id, ns, name) ?? throw ApiErrors.NotFound(resource, name);
            var body = patch(InVersion(current, resource, version));
            ObjectPreparation.SetType(body, resource, version, ns);
            CheckFields(body, resource, version, options);
            CheckPreconditions(body, current, resource);
            if (await UpdateAsync(current, body, resource, subresource, options, cancellationToken) is { } stored) return stored;
        }
        throw ApiErrors.Modified(resource, name);
    }

    /// <summary>Server-side apply; the second part of the answer says whether the object is new.</summary>
    public async ValueTask<(StoredObject Stored, bool Created)> ApplyAsync(
        ResourceDescriptor resource, string ns, string name, string? subresource, JsonObject config, WriteOptions options, CancellationToken cancellationToken)
    {
        var version = options.Version ?? resource.Storage.Name;
        ApplyChecks.Check(config, resource, version, ns, name);
        ObjectPreparation.SetType(config, resource, version, ns);
        config["metadata"]!["name"] = name;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Find(resource.Id, ns, name);
            if (current is null && subresource is not null) throw ApiErrors.NotFound(resource, name);
            var live = current?.ToNode();
            var manager = Manager(resource, version, options, subresource) with { Operation = ManagedFieldsEntry.Apply };
            var body = FieldOwnership.Apply(live, config, manager, options.Force, Schema(resource), resource.Custom, out var conflicts, OwnsStatus(resource, subresource));
            if (conflicts.Count > 0) throw ApplyChecks.Conflict(conflicts);
            if (current is null)
            {
                _preparation.PrepareCreate(body, resource);
                ObjectDefaults.Apply(resource, body);
                return (await InsertAsync(resource, version, ns, body, options, cancellationToken), true);
            }
            CheckPreconditions(config, current, resource);
            if (await UpdateAsync(current, body, resource, subresource, options with { FieldManager = null }, cancellationToken) is { } stored)
                return (stored, false);
        }
        throw ApiErrors.Modified(resource, name);
    }

    /// <inheritdoc/>
    public ValueTask<StoredObject?> DeleteAsync(string resource, string ns, string name, DeleteRequest request, CancellationToken cancellationToken) =>
        DeleteAsync(_registry.Get(resource), ns, name, request, cancellationToken);

    /// <summary>Deletes an object; see <see cref="IObjectApi.DeleteAsync"/>.</summary>
    public async ValueTask<StoredObject?> DeleteAsync(
        ResourceDescriptor resource, string ns, string name, DeleteRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Find(resource.Id, ns, name) ?? throw ApiErrors.NotFound(resource, name);
            await AdmitAsync(new AdmissionRequest
            {
                Operation = AdmissionOperation.Delete,
                Resource = resource,
                Version = resource.Storage.Name,
                Namespace = ns,
                Name = name,
                Object = [],
                Previous = current,
                User = request.User,
                DryRun = request.DryRun,
                Warnings = request.Warnings ?? [],
            }, cancellationToken);
            if (!_deletion.TryDelete(current, resource, request, out var left)) continue;
            if (left is null && !request.DryRun) _customs.Removed(current);
            return left;
        }
        throw ApiErrors.Modified(resource, name);
    }

    /// <summary>The object in another of its versions, as a tree.</summary>
    public static JsonObject InVersion(StoredObject item, ResourceDescriptor resource, string version)
    {
        var body = item.ToNode();
        body["apiVersion"] = resource.ApiVersion(version);
        return body;
    }

    private async ValueTask<StoredObject> InsertAsync(
        ResourceDescriptor resource, string version, string ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var name = ObjectPreparation.Text(body, "name");
        await AdmitAsync(Request(AdmissionOperation.Create, resource, version, null, ns, name, body, null, options), cancellationToken);
        ObjectDefaults.Apply(resource, body);
        ObjectValidation.Check(resource, body, null);
        var key = new ObjectKey(resource.Id, ns, name);
        if (_store.Find(key) is { } existing) throw ApiErrors.AlreadyExists(resource, name, existing.DeletionTime is not null);
        if (options.DryRun) return ObjectJson.Store(key, body, _store.ResourceVersion);
        var stored = _store.TryPut(key, null, body) ?? throw ApiErrors.AlreadyExists(resource, name, false);
        _customs.Committed(stored);
        return stored;
    }

    private async ValueTask<StoredObject?> UpdateAsync(
        StoredObject current, JsonObject body, ResourceDescriptor resource, string? subresource, WriteOptions options, CancellationToken cancellationToken)
    {
        var before = current.ToNode();
        ObjectPreparation.PrepareUpdate(body, before, resource, subresource);
        ObjectDefaults.Apply(resource, body);
        if (options.FieldManager is not null)
            FieldOwnership.RecordUpdate(before, body, Manager(resource, options.Version ?? resource.Storage.Name, options, subresource), Schema(resource), resource.Custom, OwnsStatus(resource, subresource));
        await AdmitAsync(
            Request(AdmissionOperation.Update, resource, options.Version ?? resource.Storage.Name, subresource, current.Namespace, current.Name, body, current, options),
            cancellationToken);
        if (subresource is null) ObjectDefaults.Apply(resource, body);
        ObjectPreparation.CountGeneration(body, before, resource);
        ObjectValidation.Check(resource, body, before);
        if (ObjectPreparation.SameContent(body, before)) return current;
        if (options.DryRun) return ObjectJson.Store(current.Key, body, current.ResourceVersion);
        if (!ObjectDeletion.IsComplete(body, resource))
        {
            var stored = _store.TryPut(current.Key, current, body);
            if (stored is not null) _customs.Committed(stored);
            return stored;
        }
        var removed = _store.TryRemove(current, body);
        if (removed is not null) _customs.Removed(removed);
        return removed;
    }

    private static AdmissionRequest Request(
        AdmissionOperation operation, ResourceDescriptor resource, string version, string? subresource, string ns, string name, JsonObject body, StoredObject? previous, WriteOptions options) => new()
        {
            Operation = operation,
            Resource = resource,
            Version = version,
            Subresource = subresource,
            Namespace = ns,
            Name = name,
            Object = body,
            Previous = previous,
            User = options.User,
            DryRun = options.DryRun,
            Warnings = options.Warnings ?? [],
        };

    private async ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var admission in _admission) await admission.AdmitAsync(request, cancellationToken);
    }

    private static void CheckFields(JsonObject body, ResourceDescriptor resource, string version, WriteOptions options)
    {
        if (resource.FindVersion(version)?.Schema is { } schema) FieldChecks.Check(body, schema, options);
    }

    private static void CheckPreconditions(JsonObject body, StoredObject current, ResourceDescriptor resource)
    {
        var version = ObjectPreparation.Text(body, "resourceVersion");
        if (version.Length > 0 && version != current.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw ApiErrors.Modified(resource, current.Name);
        var uid = ObjectPreparation.Text(body, "uid");
        if (uid.Length > 0 && uid != current.Uid)
            throw ApiErrors.Conflict(resource, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
    }

    private ManagedFieldsEntry Manager(ResourceDescriptor resource, string version, WriteOptions options, string? subresource) => new(
        options.FieldManager ?? "unknown", ManagedFieldsEntry.Update, resource.ApiVersion(version), subresource ?? "", _preparation.Now, new FieldSet());

    private static bool OwnsStatus(ResourceDescriptor resource, string? subresource) => subresource is not null || !resource.HasStatus;

    private static Config.Schemas.SchemaNode? Schema(ResourceDescriptor resource) => resource.Storage.Schema?.Root;
}

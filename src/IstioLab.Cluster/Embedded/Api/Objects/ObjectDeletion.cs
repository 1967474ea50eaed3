using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>Deletion with grace, finalizers and preconditions.</summary>
internal sealed class ObjectDeletion(ObjectStore store, TimeProvider time)
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    /// <summary>Whether nothing holds an object any more that is being deleted.</summary>
    public static bool IsComplete(JsonObject body, ResourceDescriptor resource)
    {
        var metadata = body["metadata"]!.AsObject();
        if (metadata["deletionTimestamp"] is null || metadata["finalizers"] is JsonArray { Count: > 0 }) return false;
        if (resource.Id == "namespaces" && body["spec"]?["finalizers"] is JsonArray { Count: > 0 }) return false;
        return (JsonValues.Number(metadata["deletionGracePeriodSeconds"]) ?? 0) == 0;
    }

    /// <summary>Deletes or marks the object. False when another write came between.</summary>
    /// <param name="current">The stored object.</param>
    /// <param name="resource">Its resource.</param>
    /// <param name="request">The options.</param>
    /// <param name="left">What is left of the object; null when it is gone.</param>
    public bool TryDelete(StoredObject current, ResourceDescriptor resource, DeleteRequest request, out StoredObject? left)
    {
        CheckPreconditions(current, resource, request);
        var body = current.ToNode();
        var grace = Grace(current, body, resource, request);
        var finalizers = Finalizers(current, request);
        var waits = finalizers.Count > 0 || grace > 0 || (resource.Id == "namespaces" && body["spec"]?["finalizers"] is JsonArray { Count: > 0 });
        left = null;
        if (!waits) return request.DryRun || store.TryRemove(current, body) is not null;

        var before = body.DeepClone().AsObject();
        Mark(body, current, resource, grace, finalizers);
        if (ObjectPreparation.SameContent(body, before))
        {
            left = current;
            return true;
        }
        left = request.DryRun ? ObjectJson.Store(current.Key, body, current.ResourceVersion) : store.TryPut(current.Key, current, body);
        return left is not null;
    }

    private void Mark(JsonObject body, StoredObject current, ResourceDescriptor resource, long grace, List<string> finalizers)
    {
        var metadata = body["metadata"]!.AsObject();
        if (current.DeletionTime is null || grace < (current.Metadata.DeletionGraceSeconds ?? 0))
        {
            metadata["deletionTimestamp"] = ObjectJson.FormatTime(time.GetUtcNow().AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (ObjectPreparation.HasGeneration(resource) && current.DeletionTime is null) metadata["generation"] = current.Generation + 1;
        }
        if (finalizers.Count > 0) metadata["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]);
        if (resource.Id != "namespaces") return;
        if (body["status"] is not JsonObject status) body["status"] = status = [];
        status["phase"] = "Terminating";
    }

    private static List<string> Finalizers(StoredObject current, DeleteRequest request)
    {
        var finalizers = current.Finalizers.ToList();
        if (request.Propagation is null || current.DeletionTime is not null) return finalizers;
        finalizers.RemoveAll(name => name is Orphan or Foreground);
        if (request.Propagation == PropagationPolicy.Orphan) finalizers.Add(Orphan);
        if (request.Propagation == PropagationPolicy.Foreground) finalizers.Add(Foreground);
        return finalizers;
    }

    private static long Grace(StoredObject current, JsonObject body, ResourceDescriptor resource, DeleteRequest request)
    {
        if (resource.Id != "pods") return 0;
        var spec = body["spec"] as JsonObject;
        var phase = JsonValues.Text(body["status"]?["phase"]);
        if (spec?["nodeName"] is null || phase is "Succeeded" or "Failed") return 0;
        var grace = Math.Max(0, request.GraceSeconds ?? JsonValues.Number(spec["terminationGracePeriodSeconds"]) ?? 30);
        return current.DeletionTime is null ? grace : Math.Min(grace, current.Metadata.DeletionGraceSeconds ?? grace);
    }

    private static void CheckPreconditions(StoredObject current, ResourceDescriptor resource, DeleteRequest request)
    {
        if (request.PreconditionUid is { } uid && uid != current.Uid)
            throw ApiErrors.Conflict(resource, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        var version = current.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        if (request.PreconditionResourceVersion is { } wanted && wanted != version)
            throw ApiErrors.Conflict(resource, current.Name, $"Precondition failed: ResourceVersion in precondition: {wanted}, ResourceVersion in object meta: {version}");
    }
}

using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>What the server itself decides about an object: type, metadata, generation, which parts a write may change.</summary>
internal sealed class ObjectPreparation(ObjectIdentity identity, TimeProvider time)
{
    private static readonly string[] s_serverOwned = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    private static readonly HashSet<string> s_withGeneration = new(
        [
            "pods", "replicationcontrollers", "endpointslices.discovery.k8s.io", "ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io",
            "ingressclasses.networking.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "poddisruptionbudgets.policy", "jobs.batch",
            "cronjobs.batch", "priorityclasses.scheduling.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io", "validatingadmissionpolicies.admissionregistration.k8s.io",
            "validatingadmissionpolicybindings.admissionregistration.k8s.io",
        ],
        StringComparer.Ordinal);

    /// <summary>The time now, as metadata holds it.</summary>
    public string Now => ObjectJson.FormatTime(time.GetUtcNow());

    /// <summary>A metadata value as text, or empty.</summary>
    public static string Text(JsonObject body, string name) =>
        body["metadata"] is JsonObject metadata ? JsonValues.Text(metadata[name]) ?? "" : "";

    /// <summary>Checks and sets <c>apiVersion</c>, <c>kind</c> and namespace. The URL knows them where the body does not.</summary>
    public static void SetType(JsonObject body, ResourceDescriptor resource, string version, string ns)
    {
        var wanted = resource.ApiVersion(version);
        if (body["apiVersion"] is JsonValue apiVersion && apiVersion.TryGetValue<string>(out var given) && given.Length > 0 && given != wanted)
            throw ApiErrors.BadRequest($"the API version in the data ({given}) does not match the expected API version ({wanted})");
        if (body["kind"] is JsonValue kind && kind.TryGetValue<string>(out var name) && name.Length > 0 && name != resource.Kind)
            throw ApiErrors.BadRequest($"{name} in version \"{version}\" cannot be handled as a {resource.Kind}: the kind in the data ({name}) does not match the expected kind ({resource.Kind})");
        body["apiVersion"] = resource.ApiVersion(resource.Storage.Name);
        body["kind"] = resource.Kind;
        if (body["metadata"] is not JsonObject metadata) body["metadata"] = metadata = [];
        var bodyNamespace = Text(body, "namespace");
        if (bodyNamespace.Length > 0 && bodyNamespace != ns)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (resource.Namespaced) metadata["namespace"] = ns;
        else metadata.Remove("namespace");
    }

    /// <summary>Gives a new object its metadata.</summary>
    public void PrepareCreate(JsonObject body, ResourceDescriptor resource)
    {
        var metadata = body["metadata"]!.AsObject();
        if (Text(body, "resourceVersion").Length > 0)
            throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        var name = Text(body, "name");
        var generateName = Text(body, "generateName");
        if (name.Length == 0 && generateName.Length > 0) metadata["name"] = name = generateName[..Math.Min(generateName.Length, 58)] + identity.NewSuffix();
        if (name.Length == 0)
        {
            throw ApiErrors.Invalid(resource, "", [new StatusCause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")]);
        }
        foreach (var field in s_serverOwned) metadata.Remove(field);
        metadata["uid"] = identity.NewUid();
        metadata["creationTimestamp"] = Now;
        if (HasGeneration(resource)) metadata["generation"] = 1L;
        else metadata.Remove("generation");
        DropEmpty(metadata);
        if (resource.HasStatus && resource.Id is not ("nodes" or "namespaces")) body.Remove("status");
    }

    /// <summary>Keeps what a write to this subresource must not change.</summary>
    public static void PrepareUpdate(JsonObject body, JsonObject current, ResourceDescriptor resource, string? subresource)
    {
        var metadata = body["metadata"]!.AsObject();
        var kept = current["metadata"]!.AsObject();
        if (subresource is "status")
        {
            var status = body["status"]?.DeepClone();
            var managed = metadata["managedFields"]?.DeepClone();
            var version = metadata["resourceVersion"]?.DeepClone();
            foreach (var name in body.Select(pair => pair.Key).ToList()) body.Remove(name);
            foreach (var (name, value) in current)
                if (name != "status") body[name] = value?.DeepClone();
            if (status is not null) body["status"] = status;
            if (managed is not null) body["metadata"]!["managedFields"] = managed;
            if (version is not null) body["metadata"]!["resourceVersion"] = version;
            return;
        }
        foreach (var field in s_serverOwned.Append("name").Append("namespace").Append("generation"))
        {
            if (kept[field] is { } value) metadata[field] = value.DeepClone();
            else metadata.Remove(field);
        }
        DropEmpty(metadata);
        if (!resource.HasStatus || subresource is "binding") return;
        if (current["status"] is { } stored) body["status"] = stored.DeepClone();
        else body.Remove("status");
    }

    /// <summary>Counts the generation when anything but metadata and status changed.</summary>
    public static void CountGeneration(JsonObject body, JsonObject current, ResourceDescriptor resource)
    {
        if (!HasGeneration(resource) || !DesiredStateDiffers(body, current, resource)) return;
        var metadata = body["metadata"]!.AsObject();
        metadata["generation"] = (JsonValues.Number(metadata["generation"]) ?? 0) + 1;
    }

    /// <summary>Whether objects of this resource count generations.</summary>
    public static bool HasGeneration(ResourceDescriptor resource) => resource.Custom || resource.Group == "apps" || s_withGeneration.Contains(resource.Id);

    /// <summary>Whether two states are the same but for their resource version.</summary>
    public static bool SameContent(JsonObject left, JsonObject right)
    {
        var metadata = left["metadata"]!.AsObject();
        metadata["resourceVersion"] = right["metadata"]!["resourceVersion"]?.DeepClone();
        return JsonNode.DeepEquals(left, right);
    }

    private static bool DesiredStateDiffers(JsonObject body, JsonObject current, ResourceDescriptor resource)
    {
        foreach (var name in body.Select(pair => pair.Key).Union(current.Select(pair => pair.Key)))
        {
            if (name is "apiVersion" or "kind" or "metadata" || (name == "status" && resource.HasStatus)) continue;
            if (!JsonNode.DeepEquals(body[name], current[name])) return true;
        }
        return false;
    }

    private static void DropEmpty(JsonObject metadata)
    {
        foreach (var name in metadata.Where(pair => pair.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } && pair.Key != "managedFields").Select(pair => pair.Key).ToList()) metadata.Remove(name);
    }
}

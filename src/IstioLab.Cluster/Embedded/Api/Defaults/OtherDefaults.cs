using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>Defaults of the remaining kinds.</summary>
internal static class OtherDefaults
{
    public static void Namespace(JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        if (JsonValues.Text(metadata["name"]) is { } name) metadata.EnsureObject("labels").Default("kubernetes.io/metadata.name", name);
        if (metadata["deletionTimestamp"] is null && body.EnsureObject("spec")["finalizers"] is null)
            body["spec"]!["finalizers"] = new JsonArray("kubernetes");
        body.EnsureObject("status").Default("phase", "Active");
    }

    public static void Secret(JsonObject body)
    {
        body.Default("type", "Opaque");
        if (body["stringData"] is not JsonObject texts) return;
        var data = body.EnsureObject("data");
        foreach (var (name, value) in texts) data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonValues.Text(value) ?? ""));
        body.Remove("stringData");
    }

    public static void PersistentVolumeClaim(JsonObject body)
    {
        body.EnsureObject("spec").Default("volumeMode", "Filesystem");
        body.EnsureObject("status").Default("phase", "Pending");
    }

    public static void PersistentVolume(JsonObject body)
    {
        var spec = body.EnsureObject("spec");
        spec.Default("volumeMode", "Filesystem");
        spec.Default("persistentVolumeReclaimPolicy", "Retain");
        body.EnsureObject("status").Default("phase", "Pending");
    }

    public static void RoleBinding(JsonObject body)
    {
        const string Group = "rbac.authorization.k8s.io";
        if (body["roleRef"] is JsonObject role) role.Default("apiGroup", Group);
        foreach (var subject in JsonValues.Objects(body["subjects"]))
            if (JsonValues.Text(subject["kind"]) is "User" or "Group") subject.Default("apiGroup", Group);
    }

    public static void StorageClass(JsonObject body)
    {
        body.Default("reclaimPolicy", "Delete");
        body.Default("volumeBindingMode", "Immediate");
    }

    public static void CustomResourceDefinition(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec || spec["names"] is not JsonObject names) return;
        var kind = JsonValues.Text(names["kind"]) ?? "";
        names.Default("singular", kind.ToLowerInvariant());
        names.Default("listKind", $"{kind}List");
        spec.EnsureObject("conversion").Default("strategy", "None");
    }
}

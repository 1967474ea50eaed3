using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api.Defaults;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>
/// What the real server's ServiceAccount, Priority and DefaultTolerationSeconds plug-ins do to a new pod.
/// </summary>
internal sealed class PodAdmission(ObjectStore store, ResourceRegistry registry, ObjectIdentity identity) : IAdmission
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static readonly string[] s_taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: AdmissionOperation.Create, Resource.Id: "pods", Subresource: null } && request.Object["spec"] is JsonObject spec)
        {
            SetServiceAccount(request, spec);
            spec.Default("priority", 0);
            spec.Default("preemptionPolicy", "PreemptLowerPriority");
            foreach (var taint in s_taints) Tolerate(spec, taint);
        }
        return ValueTask.CompletedTask;
    }

    private static void Tolerate(JsonObject spec, string taint)
    {
        if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
        var tolerated = tolerations.OfType<JsonObject>().Any(each =>
            JsonValues.Text(each["key"]) is var key
            && (key == taint || string.IsNullOrEmpty(key))
            && JsonValues.Text(each["effect"]) is null or "" or "NoExecute");
        if (tolerated) return;
        tolerations.Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }

    private void SetServiceAccount(AdmissionRequest request, JsonObject spec)
    {
        spec.Default("serviceAccountName", "default");
        var name = JsonValues.Text(spec["serviceAccountName"])!;
        spec["serviceAccount"] = name;
        var account = store.Find(new ObjectKey("serviceaccounts", request.Namespace, name));
        if (account is null && name != "default")
        {
            throw ApiErrors.Forbidden(
                request.Resource, request.Name, $"error looking up service account {request.Namespace}/{name}: {ApiErrors.NotFound(registry.Get("serviceaccounts"), name).Message}");
        }
        if (spec["automountServiceAccountToken"] is { } automount && !JsonValues.Flag(automount)) return;
        MountToken(spec);
    }

    private void MountToken(JsonObject spec)
    {
        var containers = JsonValues.Objects(spec["initContainers"]).Concat(JsonValues.Objects(spec["containers"]))
            .Where(container => !JsonValues.Objects(container["volumeMounts"]).Any(mount => JsonValues.Text(mount["mountPath"]) == TokenPath))
            .ToList();
        if (containers.Count == 0) return;
        var volume = $"kube-api-access-{identity.NewSuffix()}";
        foreach (var container in containers)
        {
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = TokenPath });
        }
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        volumes.Add(JsonNode.Parse($$$"""
            {"name":"{{{volume}}}","projected":{"sources":[
              {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
              {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},
              {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],
              "defaultMode":420}}
            """));
    }
}

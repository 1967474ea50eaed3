using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Injection;

/// <summary>Finds the workload of a pod: of a ReplicaSet's pod its Deployment. Follows <c>GetDeployMetaFromPod</c>.</summary>
internal static class PodOwner
{
    public static InjectionTarget Of(JsonObject pod)
    {
        var metadata = pod["metadata"] as JsonObject;
        var space = PodTemplates.Text(metadata, "namespace");
        var reference = (metadata?["ownerReferences"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(item => item["controller"]?.GetValueKind() == JsonValueKind.True);
        if (reference is null)
        {
            var name = PodTemplates.Text(metadata, "name");
            var generated = PodTemplates.Text(metadata, "generateName").TrimEnd('-');
            return new InjectionTarget("v1", "Pod", space, name.Length > 0 ? name : generated);
        }

        var owner = PodTemplates.Text(reference, "name");
        var kind = PodTemplates.Text(reference, "kind");
        var hash = PodTemplates.Texts(pod, "labels").GetValueOrDefault("pod-template-hash", "");
        if (kind == "ReplicaSet" && hash.Length > 0 && owner.EndsWith("-" + hash, StringComparison.Ordinal))
        {
            return new InjectionTarget("apps/v1", "Deployment", space, owner[..^(hash.Length + 1)]);
        }

        return new InjectionTarget(PodTemplates.Text(reference, "apiVersion"), kind, space, owner);
    }
}

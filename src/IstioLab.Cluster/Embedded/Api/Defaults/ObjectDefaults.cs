using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>The values that the server fills in: the schema's, and the state that an object begins with. Twice is as once.</summary>
internal static class ObjectDefaults
{
    private static readonly HashSet<string> s_replicaStatus =
        new(["replicasets.apps", "statefulsets.apps", "replicationcontrollers"], StringComparer.Ordinal);

    /// <summary>Fills in what the body leaves open.</summary>
    public static void Apply(ResourceDescriptor resource, JsonObject body)
    {
        if (resource.Storage.Schema is { } schema) Defaulter.Apply(schema, body);
        switch (resource.Id)
        {
            case "pods":
                var status = body.EnsureObject("status");
                status.Default("phase", "Pending");
                status.Default("qosClass", QualityOfService(body["spec"] as JsonObject));
                break;
            case "namespaces":
                Namespace(body);
                break;
            case "services":
                body.EnsureObject("status").EnsureObject("loadBalancer");
                break;
            case "deployments.apps" or "jobs.batch" or "cronjobs.batch" or "nodes":
                body.EnsureObject("status");
                break;
            case "persistentvolumeclaims" or "persistentvolumes":
                body.EnsureObject("status").Default("phase", "Pending");
                break;
            default:
                if (s_replicaStatus.Contains(resource.Id)) body.EnsureObject("status").Default("replicas", 0);
                break;
        }
    }

    private static void Namespace(JsonObject body)
    {
        var deleting = body["metadata"]?["deletionTimestamp"] is not null;
        if (!deleting && body.EnsureObject("spec")["finalizers"] is null) body["spec"]!["finalizers"] = new JsonArray("kubernetes");
        body.EnsureObject("status").Default("phase", "Active");
    }

    private static string QualityOfService(JsonObject? spec)
    {
        var some = false;
        var all = true;
        foreach (var container in JsonValues.Objects(spec?["initContainers"]).Concat(JsonValues.Objects(spec?["containers"])))
        {
            var limits = JsonValues.At(container, "resources", "limits") as JsonObject;
            var requests = JsonValues.At(container, "resources", "requests") as JsonObject;
            some |= limits is { Count: > 0 } || requests is { Count: > 0 };
            all &= limits?["cpu"] is { } cpu && limits["memory"] is { } memory
                && JsonNode.DeepEquals(cpu, requests?["cpu"]) && JsonNode.DeepEquals(memory, requests?["memory"]);
        }
        return !some ? "BestEffort" : all ? "Guaranteed" : "Burstable";
    }
}

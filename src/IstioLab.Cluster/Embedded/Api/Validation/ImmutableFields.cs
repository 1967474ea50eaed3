using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Validation;

/// <summary>Fields that cannot change once an object exists.</summary>
internal static class ImmutableFields
{
    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["deployments.apps"] = ["spec.selector"],
        ["replicasets.apps"] = ["spec.selector"],
        ["daemonsets.apps"] = ["spec.selector"],
        ["statefulsets.apps"] = ["spec.selector", "spec.serviceName", "spec.podManagementPolicy"],
        ["jobs.batch"] = ["spec.selector", "spec.template", "spec.completionMode"],
        ["endpointslices.discovery.k8s.io"] = ["addressType"],
        ["rolebindings.rbac.authorization.k8s.io"] = ["roleRef"],
        ["clusterrolebindings.rbac.authorization.k8s.io"] = ["roleRef"],
        ["customresourcedefinitions.apiextensions.k8s.io"] = ["spec.group", "spec.scope", "spec.names.kind", "spec.names.plural"],
        ["secrets"] = ["type"],
    };

    /// <summary>Adds a cause for each immutable field that the write changes.</summary>
    public static void Check(ResourceDescriptor resource, JsonObject body, JsonObject before, List<StatusCause> causes)
    {
        if (s_fields.TryGetValue(resource.Id, out var fields))
        {
            foreach (var field in fields)
            {
                var path = field.Split('.');
                var value = JsonValues.At(body, path);
                if (!JsonNode.DeepEquals(value, JsonValues.At(before, path)))
                    causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: {value?.ToJsonString() ?? "null"}: field is immutable", field));
            }
        }
        if (resource.Id is "configmaps" or "secrets" && JsonValues.Flag(before["immutable"])) CheckData(body, before, causes);
        if (resource.Id == "services") CheckClusterIp(body, before, causes);
    }

    private static void CheckData(JsonObject body, JsonObject before, List<StatusCause> causes)
    {
        foreach (var field in new[] { "immutable", "data", "binaryData" })
            if (!JsonNode.DeepEquals(body[field], before[field]))
                causes.Add(new StatusCause("FieldValueForbidden", "Forbidden: field is immutable when `immutable` is set", field));
    }

    private static void CheckClusterIp(JsonObject body, JsonObject before, List<StatusCause> causes)
    {
        var old = JsonValues.Text(JsonValues.At(before, "spec", "clusterIP"));
        var now = JsonValues.Text(JsonValues.At(body, "spec", "clusterIP"));
        var external = JsonValues.Text(JsonValues.At(body, "spec", "type")) == "ExternalName" || JsonValues.Text(JsonValues.At(before, "spec", "type")) == "ExternalName";
        if (external || string.IsNullOrEmpty(old) || old == now) return;
        causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: [\"{now}\"]: may not change once set", "spec.clusterIPs[0]"));
    }
}

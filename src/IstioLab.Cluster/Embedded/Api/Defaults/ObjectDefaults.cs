using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>The values that the real server fills in. Applying them twice changes nothing.</summary>
internal static class ObjectDefaults
{
    private static readonly Dictionary<string, Action<JsonObject>> s_defaults = new(StringComparer.Ordinal)
    {
        ["pods"] = PodDefaults.ApplyPod,
        ["podtemplates"] = body => PodDefaults.ApplyTemplate(body["template"]),
        ["replicationcontrollers"] = WorkloadDefaults.ReplicaSet,
        ["deployments.apps"] = WorkloadDefaults.Deployment,
        ["replicasets.apps"] = WorkloadDefaults.ReplicaSet,
        ["statefulsets.apps"] = WorkloadDefaults.StatefulSet,
        ["daemonsets.apps"] = WorkloadDefaults.DaemonSet,
        ["jobs.batch"] = WorkloadDefaults.Job,
        ["cronjobs.batch"] = WorkloadDefaults.CronJob,
        ["services"] = NetworkDefaults.Service,
        ["endpoints"] = NetworkDefaults.Endpoints,
        ["endpointslices.discovery.k8s.io"] = NetworkDefaults.EndpointSlice,
        ["ingresses.networking.k8s.io"] = body => body.EnsureObject("status").EnsureObject("loadBalancer"),
        ["networkpolicies.networking.k8s.io"] = NetworkDefaults.NetworkPolicy,
        ["namespaces"] = OtherDefaults.Namespace,
        ["secrets"] = OtherDefaults.Secret,
        ["nodes"] = body => body.EnsureObject("status"),
        ["persistentvolumeclaims"] = OtherDefaults.PersistentVolumeClaim,
        ["persistentvolumes"] = OtherDefaults.PersistentVolume,
        ["horizontalpodautoscalers.autoscaling"] = body => body.EnsureObject("spec").Default("minReplicas", 1),
        ["rolebindings.rbac.authorization.k8s.io"] = OtherDefaults.RoleBinding,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = OtherDefaults.RoleBinding,
        ["storageclasses.storage.k8s.io"] = OtherDefaults.StorageClass,
        ["customresourcedefinitions.apiextensions.k8s.io"] = OtherDefaults.CustomResourceDefinition,
    };

    /// <summary>Fills in what the body leaves open.</summary>
    public static void Apply(ResourceDescriptor resource, JsonObject body)
    {
        if (s_defaults.TryGetValue(resource.Id, out var apply)) apply(body);
        else if (resource is { Custom: true, Storage.Schema: { } schema }) Fill(body, schema.Root);
    }

    private static void Fill(JsonNode? node, SchemaNode schema)
    {
        if (node is JsonArray list && schema.Items is { } element)
        {
            foreach (var item in list) Fill(item, element);
        }
        else if (node is JsonObject map)
        {
            if (schema.Type == SchemaType.Map && schema.Items is { } values)
            {
                foreach (var (_, value) in map) Fill(value, values);
                return;
            }
            foreach (var field in schema.Fields.Values)
            {
                if (!map.TryGetPropertyValue(field.Name, out var value) && field.Default is { } preset) map[field.Name] = value = preset.DeepClone();
                if (value is JsonObject or JsonArray) Fill(value, field.Node);
            }
        }
    }
}

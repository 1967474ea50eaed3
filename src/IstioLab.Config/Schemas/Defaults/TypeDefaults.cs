using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Defaults that depend on other fields, by the type they belong to.</summary>
internal static class TypeDefaults
{
    private static readonly FrozenDictionary<string, Action<JsonObject>> s_before = new Dictionary<string, Action<JsonObject>>
    {
        ["core.v1.Namespace"] = NamespaceDefaults.Namespace,
        ["core.v1.Pod"] = PodDefaults.Pod,
        ["core.v1.PodSpec"] = PodDefaults.Spec,
        ["core.v1.Container"] = PodDefaults.Container,
        ["core.v1.EphemeralContainer"] = PodDefaults.Container,
        ["core.v1.Volume"] = PodDefaults.Volume,
        ["core.v1.Service"] = ServiceDefaults.Service,
        ["core.v1.ServiceSpec"] = ServiceDefaults.Spec,
        ["core.v1.Secret"] = NamespaceDefaults.Secret,
        ["core.v1.ReplicationController"] = WorkloadDefaults.ReplicationController,
        ["apps.v1.DeploymentStrategy"] = WorkloadDefaults.RollingUpdate,
        ["apps.v1.StatefulSetUpdateStrategy"] = WorkloadDefaults.RollingUpdate,
        ["apps.v1.DaemonSetUpdateStrategy"] = WorkloadDefaults.RollingUpdate,
        ["batch.v1.JobSpec"] = WorkloadDefaults.JobSpec,
        ["rbac.v1.Subject"] = AccessDefaults.Subject,
        ["networking.v1.NetworkPolicySpec"] = AccessDefaults.NetworkPolicySpec,
        ["apiextensions.v1.CustomResourceDefinitionSpec"] = AccessDefaults.DefinitionSpec,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<JsonObject>> s_after = new Dictionary<string, Action<JsonObject>>
    {
        ["core.v1.ServicePort"] = ServiceDefaults.Port,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Runs before the schema's own defaults of the object and of what lies below it.</summary>
    public static void Before(string? typeName, JsonObject map)
    {
        if (typeName is not null && s_before.TryGetValue(typeName, out var apply))
        {
            apply(map);
        }
    }

    /// <summary>Runs after the schema's own defaults.</summary>
    public static void After(string? typeName, JsonObject map)
    {
        if (typeName is not null && s_after.TryGetValue(typeName, out var apply))
        {
            apply(map);
        }
    }
}

using System.Collections.Frozen;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>
/// The rules of Kubernetes' own kinds that people meet, in the API server's words: containers, ports, selectors, Services, ConfigMaps and Secrets.
/// Names and labels in metadata are the server's; kinds without rules here pass. Objects are validated after their defaults.
/// </summary>
public static class BuiltInValidator
{
    private static readonly FrozenDictionary<string, Action<ProblemList, JsonObject>> s_kinds = new Dictionary<string, Action<ProblemList, JsonObject>>
    {
        ["v1 Pod"] = static (problems, pod) => PodRules.Spec(problems, "spec", pod["spec"] as JsonObject, PodRules.RestartPolicies),
        ["v1 Service"] = ServiceRules.Check,
        ["v1 ConfigMap"] = DataRules.ConfigMap,
        ["v1 Secret"] = DataRules.Secret,
        ["apps/v1 Deployment"] = static (problems, body) => WorkloadRules.Check(problems, body, "deployment"),
        ["apps/v1 ReplicaSet"] = static (problems, body) => WorkloadRules.Check(problems, body, "replicaset"),
        ["apps/v1 StatefulSet"] = static (problems, body) => WorkloadRules.Check(problems, body, "statefulset"),
        ["apps/v1 DaemonSet"] = static (problems, body) => WorkloadRules.Check(problems, body, "daemonset"),
        ["batch/v1 Job"] = static (problems, body) => JobRules.Spec(problems, "spec", body["spec"] as JsonObject),
        ["batch/v1 CronJob"] = JobRules.CronJob,
        ["networking.k8s.io/v1 Ingress"] = IngressRules.Check,
        ["rbac.authorization.k8s.io/v1 RoleBinding"] = static (problems, body) => BindingRules.Check(problems, body, "ClusterRole", "Role"),
        ["rbac.authorization.k8s.io/v1 ClusterRoleBinding"] = static (problems, body) => BindingRules.Check(problems, body, "ClusterRole"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds everything that is wrong; never throws.</summary>
    /// <param name="schema">The object's schema.</param>
    /// <param name="value">The object, with its defaults.</param>
    public static IReadOnlyList<ObjectProblem> Validate(ResourceSchema schema, JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(value);
        var problems = new ProblemList();
        if (s_kinds.TryGetValue($"{schema.ApiVersion} {schema.Kind}", out var check))
        {
            check(problems, value);
        }

        return problems.Items;
    }
}

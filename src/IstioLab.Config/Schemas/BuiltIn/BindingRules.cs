using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>RoleBindings and ClusterRoleBindings.</summary>
internal static class BindingRules
{
    public static void Check(ProblemList problems, JsonObject body, params IReadOnlyList<string> kinds)
    {
        var role = body["roleRef"] as JsonObject ?? [];
        problems.OneOf("roleRef.apiGroup", role.Text("apiGroup"), "rbac.authorization.k8s.io");
        if (!kinds.Contains(role.Text("kind")))
        {
            problems.Items.Add(Objects.ObjectProblem.NotSupported("roleRef.kind", role.Text("kind"), kinds));
        }

        if (role.Text("name").Length == 0)
        {
            problems.Required("roleRef.name");
        }

        foreach (var (at, subject) in ProblemList.Each(body, "subjects", ""))
        {
            var path = at.TrimStart('.');
            if (subject.Text("name").Length == 0)
            {
                problems.Required($"{path}.name");
            }

            if (subject.Text("kind") == "ServiceAccount" && subject.Text("namespace").Length == 0)
            {
                problems.Required($"{path}.namespace");
            }
        }
    }
}

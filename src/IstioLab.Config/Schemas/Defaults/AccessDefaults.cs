using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Bindings, network policies and custom resource definitions.</summary>
internal static class AccessDefaults
{
    public static void Subject(JsonObject subject)
    {
        if (subject.Text("kind") is "User" or "Group" && subject.Text("apiGroup").Length == 0)
        {
            subject["apiGroup"] = "rbac.authorization.k8s.io";
        }
    }

    public static void NetworkPolicySpec(JsonObject spec)
    {
        if (spec["policyTypes"] is null)
        {
            spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }
    }

    public static void DefinitionSpec(JsonObject spec)
    {
        if (spec.Map("names") is not { } names || names.Text("kind") is not { Length: > 0 } kind)
        {
            return;
        }

        names.Fill("singular", kind.ToLowerInvariant());
        names.Fill("listKind", kind + "List");
    }
}

using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    public static void Check(ProblemList problems, JsonObject body)
    {
        var spec = body["spec"] as JsonObject ?? [];
        var type = spec.Text("type");
        problems.OneOf("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        problems.OneOf("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        if (type == "ExternalName")
        {
            if (spec.Text("externalName").Length == 0)
            {
                problems.Required("spec.externalName");
            }
        }
        else if (spec["ports"] is not JsonArray { Count: > 0 } && spec.Text("clusterIP") != "None")
        {
            problems.Required("spec.ports");
        }

        Ports(problems, spec);
    }

    private static void Ports(ProblemList problems, JsonObject spec)
    {
        var several = spec["ports"] is JsonArray { Count: > 1 };
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(string Protocol, double Port)>();
        foreach (var (at, port) in ProblemList.Each(spec, "ports", "spec"))
        {
            Name(problems, $"{at}.name", port.Text("name"), several, names);
            problems.Port($"{at}.port", port["port"]);
            problems.OneOf($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            problems.PortOrName($"{at}.targetPort", port["targetPort"]);
            if (!numbers.Add((port.Text("protocol"), ProblemList.Number(port["port"]) ?? 0)))
            {
                problems.Duplicate(at, new JsonObject { ["protocol"] = port.Text("protocol"), ["port"] = port["port"]?.DeepClone(), ["targetPort"] = 0 });
            }
        }
    }

    private static void Name(ProblemList problems, string field, string name, bool several, HashSet<string> names)
    {
        if (name.Length == 0)
        {
            if (several)
            {
                problems.Required(field);
            }

            return;
        }

        problems.Label(field, name);
        if (!names.Add(name))
        {
            problems.Duplicate(field, name);
        }
    }
}

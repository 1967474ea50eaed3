using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Ingresses.</summary>
internal static class IngressRules
{
    public static void Check(ProblemList problems, JsonObject body)
    {
        var spec = body["spec"] as JsonObject ?? [];
        if (spec["rules"] is not JsonArray { Count: > 0 } && spec["defaultBackend"] is null)
        {
            problems.Invalid("spec", spec, "either `defaultBackend` or `rules` must be specified");
        }

        foreach (var (at, rule) in ProblemList.Each(spec, "rules", "spec"))
        {
            if (rule.Map("http") is not { } http)
            {
                continue;
            }

            if (http["paths"] is not JsonArray { Count: > 0 })
            {
                problems.Required($"{at}.http.paths");
            }

            foreach (var (path, item) in ProblemList.Each(http, "paths", $"{at}.http"))
            {
                Path(problems, path, item);
            }
        }
    }

    private static void Path(ProblemList problems, string at, JsonObject item)
    {
        var (type, path) = (item.Text("pathType"), item.Text("path"));
        if (type.Length == 0)
        {
            problems.Required($"{at}.pathType", "pathType must be specified");
        }

        problems.OneOf($"{at}.pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        if (type is "Exact" or "Prefix" && !path.StartsWith('/'))
        {
            problems.Invalid($"{at}.path", path, "must be an absolute path");
        }

        if (item["backend"] is null)
        {
            problems.Required($"{at}.backend", "port name or number is required");
        }
    }
}

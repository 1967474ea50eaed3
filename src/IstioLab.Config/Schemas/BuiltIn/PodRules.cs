using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>A pod's spec, alone or in a template.</summary>
internal static class PodRules
{
    /// <summary>What a pod of its own may do when a container ends.</summary>
    public static readonly IReadOnlyList<string> RestartPolicies = ["Always", "OnFailure", "Never"];

    private static readonly string[] s_lists = ["initContainers", "containers"];

    public static void Spec(ProblemList problems, string path, JsonObject? spec, IReadOnlyList<string> restartPolicies)
    {
        if (spec is null)
        {
            problems.Required($"{path}.containers");
            return;
        }

        var volumes = Volumes(problems, path, spec);
        if (spec["containers"] is not JsonArray { Count: > 0 })
        {
            problems.Required($"{path}.containers");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, container) in s_lists.SelectMany(list => ProblemList.Each(spec, list, path)))
        {
            ContainerRules.Check(problems, at, container, volumes, names);
        }

        problems.OneOf($"{path}.restartPolicy", spec.Text("restartPolicy"), restartPolicies);
        problems.OneOf($"{path}.dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        problems.NotNegative(spec, "terminationGracePeriodSeconds", path);
        if (spec.Text("hostname") is { Length: > 0 } host && NameRules.Label(host) is { } error)
        {
            problems.Invalid($"{path}.hostname", host, error);
        }
    }

    private static HashSet<string> Volumes(ProblemList problems, string path, JsonObject spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, volume) in ProblemList.Each(spec, "volumes", path))
        {
            var name = volume.Text("name");
            problems.Label($"{at}.name", name);
            if (name.Length > 0 && !names.Add(name))
            {
                problems.Duplicate($"{at}.name", name);
            }
        }

        return names;
    }
}

using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Deployments, ReplicaSets, StatefulSets and DaemonSets: selector, template and count.</summary>
internal static class WorkloadRules
{
    private static readonly string[] s_counts = ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"];

    public static void Check(ProblemList problems, JsonObject body, string noun)
    {
        var spec = body["spec"] as JsonObject ?? [];
        foreach (var count in s_counts)
        {
            problems.NotNegative(spec, count, "spec");
        }

        var labels = spec.Map("template")?.Map("metadata")?.Map("labels") ?? [];
        Selector(problems, spec, labels, noun);
        PodRules.Spec(problems, "spec.template.spec", spec.Map("template")?.Map("spec"), ["Always"]);
    }

    private static void Selector(ProblemList problems, JsonObject spec, JsonObject labels, string noun)
    {
        if (spec.Map("selector") is not { } selector)
        {
            problems.Required("spec.selector");
        }
        else if (selector["matchLabels"] is not JsonObject { Count: > 0 } && selector["matchExpressions"] is not JsonArray { Count: > 0 })
        {
            problems.Invalid("spec.selector", selector, $"empty selector is invalid for {noun}");
        }
        else if (!LabelSelectors.Matches(selector, labels))
        {
            problems.Invalid("spec.template.metadata.labels", labels.Count == 0 ? null : labels, "`selector` does not match template `labels`");
        }
    }
}

using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>The rules of a DestinationRule. See https://istio.io/latest/docs/reference/config/networking/destination-rule/</summary>
internal static class DestinationRuleRules
{
    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        scope.Check(spec["host"], HostChecks.Wildcard(spec["host"].Text));
        TrafficPolicyRules.Check(scope, spec["trafficPolicy"]);

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subset in spec["subsets"].Items)
        {
            if (!subset.Exists)
            {
                scope.Error(subset, "subset may not be null");
                continue;
            }

            Subset(scope, subset, names);
        }

        ExportToChecks.Check(scope, spec["exportTo"], selectsWorkloads: spec.Has("workloadSelector"));
        SelectorChecks.MatchLabels(scope, spec["workloadSelector"], "matchLabels");
    }

    private static void Subset(ValidationScope scope, ConfigValue subset, HashSet<string> names)
    {
        var name = subset["name"].Text;
        if (!names.Add(name) && scope.Version.IsAtLeast(18))
        {
            scope.Error(subset["name"], $"duplicate subset names: {name}");
        }

        scope.Check(subset["name"], name.Length == 0
            ? "subset name cannot be empty"
            : NameChecks.IsLabel(name) ? null : $"subset name is invalid: {name}");
        NameChecks.Labels(scope, subset["labels"]);
        scope.ErrorsOnly(() => TrafficPolicyRules.Check(scope, subset["trafficPolicy"]));
    }
}

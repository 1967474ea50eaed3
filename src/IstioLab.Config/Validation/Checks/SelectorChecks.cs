namespace IstioLab.Config.Validation.Checks;

/// <summary>Selectors of workloads and references to targets.</summary>
internal static class SelectorChecks
{
    private const string Allowed = "[core/v1/Service networking.istio.io/v1/ServiceEntry "
        + "gateway.networking.k8s.io/v1/Gateway gateway.networking.k8s.io/v1/GatewayClass]";

    private static readonly HashSet<(string Group, string Kind)> s_targets =
    [
        ("core", "Service"), ("networking.istio.io", "ServiceEntry"), ("gateway.networking.k8s.io", "Gateway"), ("gateway.networking.k8s.io", "GatewayClass"),
    ];

    /// <summary>The selector of security, telemetry and extension kinds, and the references that may stand in its place.</summary>
    public static void Check(ValidationScope scope)
    {
        var spec = scope.Spec;
        var set = (spec.Has("selector") ? 1 : 0) + (spec.Has("targetRef") ? 1 : 0) + (spec["targetRefs"].Count > 0 ? 1 : 0);
        if (set > 1)
        {
            scope.Error(spec, "only one of targetRefs or workloadSelector can be set");
        }

        MatchLabels(scope, spec["selector"], "matchLabels");
        Target(scope, spec["targetRef"]);
        foreach (var target in spec["targetRefs"].Items)
        {
            Target(scope, target);
        }
    }

    /// <summary>Labels without wildcards; none at all is a warning.</summary>
    /// <param name="scope">The object.</param>
    /// <param name="selector">The selector; absent is fine.</param>
    /// <param name="field"><c>matchLabels</c>, or <c>labels</c> in networking's older kinds.</param>
    /// <param name="warning">The warning's text, with {0} for Istio's words.</param>
    /// <returns>Whether the selector may be used: the older kinds look no further when it may not.</returns>
    public static bool MatchLabels(ValidationScope scope, ConfigValue selector, string field, string warning = "{0}")
    {
        if (!selector.Exists)
        {
            return true;
        }

        var valid = true;
        foreach (var (key, value) in selector[field].Entries)
        {
            var pair = GoText.Quote($"{key}={value.Text}");
            if (key.Length == 0)
            {
                scope.Error(value, $"empty key is not supported in selector: {pair}");
                valid = false;
            }

            if (key.Contains('*', StringComparison.Ordinal) || value.Text.Contains('*', StringComparison.Ordinal))
            {
                scope.Error(value, $"wildcard is not supported in selector: {pair}");
                valid = false;
            }
        }

        if (valid && selector[field].Count == 0 && (field == "labels" || scope.Version.IsAtLeast(18)))
        {
            scope.Warn(selector, warning.Replace("{0}", "workload selector specified without labels", StringComparison.Ordinal));
        }

        return valid;
    }

    private static void Target(ValidationScope scope, ConfigValue target)
    {
        if (!target.Exists)
        {
            return;
        }

        if (target["name"].Text.Length == 0)
        {
            scope.Error(target, "targetRef name must be set");
        }

        if (target["namespace"].Text.Length > 0)
        {
            scope.Error(target["namespace"], "targetRef namespace must not be set; cross namespace referencing is not supported");
        }

        var group = target["group"].Text;
        if (!s_targets.Contains((group.Length == 0 ? "core" : group, target["kind"].Text)))
        {
            scope.Error(target, $"targetRef must be to one of {Allowed} but was {group}/{target["kind"].Text}");
        }
    }
}

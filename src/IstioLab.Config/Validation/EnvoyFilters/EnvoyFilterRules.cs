using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.EnvoyFilters;

/// <summary>The rules of an EnvoyFilter. See https://istio.io/latest/docs/reference/config/networking/envoy-filter/</summary>
internal static class EnvoyFilterRules
{
    /// <summary>What Istio says of every EnvoyFilter.</summary>
    public const string Notice = "EnvoyFilter exposes internal implementation details that may change at any time. "
        + "Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.";

    private static readonly HashSet<string> s_listenerClass = new(["LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_routeClass = new(["ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE"], StringComparer.Ordinal);
    private static readonly string[] s_objects = ["listener", "routeConfiguration", "cluster", "waypoint"];

    public static void Validate(ValidationScope scope)
    {
        scope.Note(Notice);
        if (!SelectorChecks.MatchLabels(scope, scope.Spec["workloadSelector"], "labels", "Envoy filter: {0}, will be applied to all services in namespace"))
        {
            return;
        }

        foreach (var patch in scope.Spec["configPatches"].Items)
        {
            if (!patch.Exists)
            {
                scope.Error(patch, "Envoy filter: null config patch");
            }
            else if (patch["match"]["context"].Text == "WAYPOINT")
            {
                // Istio does not look into patches of waypoints.
            }
            else if (Incomplete(patch) is { } error)
            {
                scope.Error(patch, $"Envoy filter: {error}");
            }
            else if (MatchFits(scope, patch, patch["applyTo"].Text))
            {
                PatchValueRules.Check(scope, patch["patch"]["value"], patch["applyTo"].Text);
            }
        }
    }

    private static string? Incomplete(ConfigValue patch)
    {
        var operation = patch["patch"]["operation"].Text;
        if (patch["applyTo"].Text is "" or "INVALID")
        {
            return "missing applyTo";
        }

        if (!patch.Has("patch"))
        {
            return "missing patch";
        }

        if (operation is "" or "INVALID")
        {
            return "missing patch operation";
        }

        if (operation != "REMOVE" && !patch["patch"].Has("value"))
        {
            return "missing patch value for non-remove operation";
        }

        var version = patch["match"]["proxy"]["proxyVersion"].Text;
        return version.Length > 0 && Re2Syntax.Error(version) is { } error ? $"invalid regex for proxy version, [{error}]" : null;
    }

    /// <summary>Answers whether the patch's value is looked at.</summary>
    private static bool MatchFits(ValidationScope scope, ConfigValue patch, string applyTo)
    {
        var match = patch["match"];
        if (!s_objects.Any(match.Has))
        {
            return true;
        }

        if (s_listenerClass.Contains(applyTo))
        {
            if (match.Has("listener"))
            {
                return ListenerMatchRules.Check(scope, match["listener"]["filterChain"]["filter"], applyTo);
            }

            scope.Error(match, "Envoy filter: applyTo for listener class objects cannot have non listener match");
            return false;
        }

        if (s_routeClass.Contains(applyTo) && !match.Has("routeConfiguration"))
        {
            scope.Error(match, "Envoy filter: applyTo for http route class objects cannot have non route configuration match");
        }

        if (applyTo == "CLUSTER" && !match.Has("cluster"))
        {
            scope.Error(match, "Envoy filter: applyTo for cluster class objects cannot have non cluster match");
        }

        return true;
    }
}

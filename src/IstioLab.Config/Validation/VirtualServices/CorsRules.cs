using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The CORS policy of a route.</summary>
internal static class CorsRules
{
    private static readonly HashSet<string> s_methods =
        new(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"], StringComparer.Ordinal);

    public static void Check(ValidationScope scope, ConfigValue policy)
    {
        foreach (var origin in policy["allowOrigins"].Items)
        {
            var text = origin["exact"].Text + origin["prefix"].Text + origin["regex"].Text;
            scope.Check(origin, text.Length == 0
                ? "'' is not a valid match type for CORS allow origins"
                : StringMatchChecks.RegexOnly(origin, "corsPolicy.allowOrigins"));
        }

        foreach (var method in policy["allowMethods"].Items.Where(method => !s_methods.Contains(method.Text) || (method.Text == "*" && !scope.Version.IsAtLeast(18))))
        {
            scope.Error(method, $"{GoText.Quote(method.Text)} is not a supported HTTP method");
        }

        foreach (var header in policy["allowHeaders"].Items.Concat(policy["exposeHeaders"].Items))
        {
            scope.Check(header, header.Text.Length == 0 || scope.Version.IsAtLeast(18) ? HeaderChecks.Cors(header.Text) : null);
        }

        MaxAge(scope, policy["maxAge"]);
    }

    private static void MaxAge(ValidationScope scope, ConfigValue age)
    {
        if (!age.Exists)
        {
            return;
        }

        scope.Check(age, GoDuration.Error(age.Text));
        if (GoDuration.TryParse(age.Text, out var nanoseconds) && nanoseconds % GoDuration.Second > 0)
        {
            scope.Error(age, "max_age duration is accurate only to seconds precision");
        }
    }
}

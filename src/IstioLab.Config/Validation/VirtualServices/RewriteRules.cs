using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>A rewrite of path and authority.</summary>
internal static class RewriteRules
{
    public static void Check(ValidationScope scope, ConfigValue rewrite)
    {
        if (!rewrite.Exists)
        {
            return;
        }

        var regex = rewrite["uriRegexRewrite"];
        if (rewrite["uri"].Text.Length > 0 && regex.Exists)
        {
            scope.Error(rewrite, "rewrite may only contain one of URI or UriRegexRewrite");
        }
        else if (rewrite["uri"].Text.Length == 0 && !regex.Exists && rewrite["authority"].Text.Length == 0)
        {
            scope.Error(rewrite, !scope.Version.IsAtLeast(18)
                ? "rewrite must specify URI, authority, or both"
                : "rewrite must specify at least one of URI, UriRegexRewrite, or authority. "
                + "Only one of URI or UriRegexRewrite may be specified");
        }
        else if (regex.Exists && RegexError(regex) is { } error)
        {
            scope.Error(regex, $"UriRegexRewrite has errors\n{error}");
        }
    }

    private static string? RegexError(ConfigValue regex) => regex["match"].Text.Length == 0 || regex["rewrite"].Text.Length == 0
        ? "UriRegexRewrite requires both Rewrite and Match fields to be specified"
        : StringMatchChecks.Regex(regex["match"].Text, "HTTPRewrite.UriRegexRewrite.Match");
}

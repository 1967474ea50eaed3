using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Security;

/// <summary>The rules of a RequestAuthentication. See https://istio.io/latest/docs/reference/config/security/request_authentication/</summary>
internal static class RequestAuthenticationRules
{
    private static readonly (string Field, string Error)[] s_texts =
    [
        ("audiences", "audience must be non-empty string"),
        ("fromParams", "location query must be non-empty string"),
        ("fromCookies", "cookie name must be non-empty string"),
    ];

    public static void Validate(ValidationScope scope)
    {
        SelectorChecks.Check(scope);
        foreach (var rule in scope.Spec["jwtRules"].Items)
        {
            Keys(scope, rule);
            foreach (var (field, error) in s_texts)
            {
                foreach (var item in rule[field].Items.Where(static item => item.Text.Length == 0))
                {
                    scope.Error(item, error);
                }
            }

            foreach (var header in rule["fromHeaders"].Items.Where(static header => header["name"].Text.Length == 0))
            {
                scope.Error(header, header.Exists ? "location header name must be non-empty string" : "location header name must be non-null");
            }

            foreach (var claim in rule["outputClaimToHeaders"].Items)
            {
                Claim(scope, claim);
            }

            if (scope.Version.IsAtLeast(18))
            {
                DurationChecks.Check(scope, rule["timeout"]);
            }
        }
    }

    private static void Keys(ValidationScope scope, ConfigValue rule)
    {
        var (issuer, uri) = (rule["issuer"].Text, rule["jwksUri"]);
        if (!scope.Version.IsAtLeast(22))
        {
            if (issuer.Length == 0)
            {
                scope.Error(rule, "issuer must be set");
            }
        }
        else if (issuer.Length == 0 && uri.Text.Length == 0)
        {
            scope.Error(rule, "issuer or jwksUri must be non-empty string");
        }

        if (uri.Text.Length > 0)
        {
            var parsed = GoUrl.TryParse(uri.Text, out var scheme);
            scope.Check(uri, !parsed
                ? $"parse {GoText.Quote(uri.Text)}: invalid URL"
                : scheme is "http" or "https" ? null : $"URI scheme {GoText.Quote(scheme)} is not supported");
        }

        if (rule["jwks"].Text.Length > 0)
        {
            JsonWebKeys.Check(scope, rule["jwks"]);
        }
    }

    private static void Claim(ValidationScope scope, ConfigValue claim)
    {
        if (!claim.Exists)
        {
            scope.Error(claim, "outputClaimToHeaders must not be null");
        }
        else if (claim["claim"].Text.Length == 0 || claim["header"].Text.Length == 0)
        {
            scope.Error(claim, "outputClaimToHeaders header and claim value must be non-empty string");
        }
        else
        {
            var header = claim["header"].Text;
            scope.Check(claim["header"], scope.Version.IsAtLeast(18) ? HeaderChecks.Strict(header) : HeaderChecks.Value(header));
        }
    }
}

namespace IstioLab.Config.Validation.Security;

/// <summary>What the action CUSTOM cannot decide by, because the external authorizer runs before the identity is known.</summary>
internal static class CustomActionRules
{
    private static readonly (string Field, string Words)[] s_source =
    [
        ("namespaces", "From.Namespaces"), ("notNamespaces", "From.NotNamespaces"),
        ("serviceAccounts", "From.ServiceAccounts"), ("notServiceAccounts", "From.NotServiceAccounts"),
        ("trustDomains", "From.TrustDomains"), ("notTrustDomains", "From.NotTrustDomains"),
        ("principals", "From.Principals"), ("notPrincipals", "From.NotPrincipals"),
        ("requestPrincipals", "From.RequestPrincipals"), ("notRequestPrincipals", "From.NotRequestPrincipals"),
    ];

    private static readonly HashSet<string> s_keys = new(
        ["source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal"],
        StringComparer.Ordinal);

    public static void Check(ValidationScope scope)
    {
        var spec = scope.Spec;
        if (!spec.Has("rules"))
        {
            scope.Error(spec, "CUSTOM action without `rules` is meaningless as it will never be triggered, "
                + "add an empty rule `{}` if you want it be triggered for every request");
        }
        else if (spec["provider"]["name"].Text.Length == 0)
        {
            scope.Error(spec["provider"], "`provider.name` must not be empty");
        }

        foreach (var rule in spec["rules"].Items)
        {
            Rule(scope, rule);
        }
    }

    private static void Rule(ValidationScope scope, ConfigValue rule)
    {
        foreach (var source in rule["from"].Items.Select(static from => from["source"]))
        {
            foreach (var (field, words) in s_source.Where(pair => source[pair.Field].Count != 0))
            {
                scope.Error(source[field], $"{words} is currently not supported with CUSTOM action");
            }
        }

        foreach (var when in rule["when"].Items)
        {
            var key = when["key"].Text;
            if (!when.Exists)
            {
                scope.Error(when, "when field cannot be nil");
            }
            else if (s_keys.Contains(key) || key.StartsWith("request.auth.", StringComparison.Ordinal))
            {
                scope.Error(when["key"], $"{key} is currently not supported with CUSTOM action");
            }
        }
    }
}

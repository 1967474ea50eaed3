using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Security;

/// <summary>The rules of an AuthorizationPolicy. See https://istio.io/latest/docs/reference/config/security/authorization-policy/</summary>
internal static class AuthorizationPolicyRules
{
    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        SelectorChecks.Check(scope);
        var action = spec["action"].Text is { Length: > 0 } text ? text : "ALLOW";
        if (action == "CUSTOM")
        {
            CustomActionRules.Check(scope);
        }
        else if (spec.Has("provider"))
        {
            scope.Error(spec["provider"], $"`provider` must not be with non CUSTOM action, found {action}");
        }

        if (action == "DENY" && !spec.Has("rules"))
        {
            scope.Error(spec, "DENY action without `rules` is meaningless as it will never be triggered, "
                + "add an empty rule `{}` if you want it be triggered for every request");
        }

        foreach (var (index, rule) in spec["rules"].Items.Index())
        {
            if (rule.Exists)
            {
                new PolicyRule(scope, rule, index).Check(action);
            }
            else
            {
                scope.Error(rule, $"`rule` must not be nil, found at rule {index}");
            }
        }
    }
}

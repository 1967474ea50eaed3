namespace IstioLab.Config.Validation;

/// <summary>Annotations that Istio looks at on every kind of its own.</summary>
internal static class MetadataRules
{
    private const string DryRun = "istio.io/dry-run";
    private const string AlwaysReject = "internal.istio.io/webhook-always-reject";

    private static readonly string[] s_internal = ["internal.istio.io/parent-namespace", "internal.istio.io/parents"];
    private static readonly HashSet<string> s_booleans =
        new(["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"], StringComparer.Ordinal);

    /// <summary>Adds at most one error; with it the rest is not looked at.</summary>
    public static void Validate(ValidationScope scope)
    {
        var annotations = scope.Resource["metadata"]["annotations"];
        if (scope.Annotation(DryRun) is { } value && DryRunError(scope, value) is { } error)
        {
            scope.Error(annotations[DryRun], error);
        }
        else if (annotations.Has(AlwaysReject))
        {
            scope.Error(annotations, $"\"{AlwaysReject}\" annotation found, rejecting");
        }
        else if (s_internal.FirstOrDefault(annotations.Has) is { } name)
        {
            scope.Error(annotations, $"\"{name}\" annotation found, this may not be set by users");
        }
    }

    private static string? DryRunError(ValidationScope scope, string value)
    {
        var subject = $"{scope.Namespace}/{scope.Name}";
        if (scope.Resource["kind"].Text != "AuthorizationPolicy")
        {
            return $"{subject} has unsupported annotation {DryRun}, please remove the annotation";
        }

        var action = scope.Spec["action"].Text;
        if (action is not ("" or "ALLOW" or "DENY"))
        {
            return $"the annotation {DryRun} currently only supports action ALLOW/DENY, found action {action} in {subject}";
        }

        return s_booleans.Contains(value)
            ? null
            : $"{subject} has annotation {DryRun} with invalid value ({value}): strconv.ParseBool: parsing \"{value}\": invalid syntax";
    }
}

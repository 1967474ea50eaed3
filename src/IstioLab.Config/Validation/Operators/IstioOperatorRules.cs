namespace IstioLab.Config.Validation.Operators;

/// <summary>The outline of an IstioOperator file, as <c>istioctl install -f</c> reads it. See https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/</summary>
internal static class IstioOperatorRules
{
    private static readonly HashSet<string> s_spec = Names(
        "profile installPackagePath hub tag namespace revision compatibilityVersion meshConfig components values unvalidatedValues resourceSuffix defaultRevision");

    private static readonly HashSet<string> s_components = Names("base pilot cni ztunnel istiodRemote ingressGateways egressGateways");
    private static readonly HashSet<string> s_component = Names("enabled namespace hub tag spec k8s name label");

    public static void Validate(ValidationScope scope)
    {
        Unknown(scope, scope.Spec, s_spec);
        Unknown(scope, scope.Spec["components"], s_components);
        foreach (var (_, component) in scope.Spec["components"].Entries)
        {
            foreach (var one in component.Node is System.Text.Json.Nodes.JsonArray ? component.Items : [component])
            {
                Unknown(scope, one, s_component);
            }
        }
    }

    private static void Unknown(ValidationScope scope, ConfigValue map, HashSet<string> known)
    {
        foreach (var (key, value) in map.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            scope.Error(value, $"unknown field \"{key}\"");
        }
    }

    private static HashSet<string> Names(string names) => new(names.Split(' '), StringComparer.Ordinal);
}

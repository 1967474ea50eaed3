using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Workloads;

/// <summary>The rules of a ProxyConfig. See https://istio.io/latest/docs/reference/config/networking/proxy-config/</summary>
internal static class ProxyConfigRules
{
    public static void Validate(ValidationScope scope)
    {
        SelectorChecks.MatchLabels(scope, scope.Spec["selector"], "matchLabels");
        if (scope.Spec["concurrency"].Whole < 0)
        {
            scope.Error(scope.Spec["concurrency"], "concurrency must be greater than or equal to 0");
        }
    }
}

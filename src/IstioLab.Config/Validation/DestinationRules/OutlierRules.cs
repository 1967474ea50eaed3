using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>Outlier detection.</summary>
internal static class OutlierRules
{
    private static readonly string[] s_percentages = ["maxEjectionPercent", "minHealthPercent"];

    public static void Check(ValidationScope scope, ConfigValue outlier)
    {
        if (!outlier.Exists)
        {
            return;
        }

        DurationChecks.Check(scope, outlier["baseEjectionTime"], outlier["interval"]);
        if (outlier["consecutiveErrors"].Whole != 0)
        {
            scope.Warn(
                outlier["consecutiveErrors"],
                "outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead");
        }

        if (!outlier["splitExternalLocalOriginErrors"].Flag && outlier["consecutiveLocalOriginFailures"].Whole > 0)
        {
            scope.Error(
                outlier["consecutiveLocalOriginFailures"],
                "outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false");
        }

        foreach (var percentage in s_percentages.Select(name => outlier[name]).Where(static value => value.Whole is < 0 or > 100))
        {
            scope.Error(percentage, $"percentage {percentage.Whole} is not in range 0..100");
        }
    }
}

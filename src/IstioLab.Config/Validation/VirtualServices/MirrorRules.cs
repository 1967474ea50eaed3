using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Mirrored traffic: the old single mirror and the list.</summary>
internal static class MirrorRules
{
    public static void Check(ValidationScope scope, ConfigValue route)
    {
        var percent = route["mirrorPercent"];
        if (percent.Exists)
        {
            if (percent.Whole > 100)
            {
                scope.Error(percent, $"mirror_percent must have a max value of 100 (it has {percent.Whole})");
            }

            scope.Warn(percent, "using deprecated setting \"mirrorPercent\", use \"mirrorPercentage\" instead");
        }

        Percentage(scope, route["mirrorPercentage"], "mirror_percentage");
        RouteDestinationRules.Check(scope, route["mirror"]);
        foreach (var mirror in route["mirrors"].Items)
        {
            if (!mirror.Exists)
            {
                scope.Error(mirror, "mirror cannot be null");
            }
            else if (!mirror.Has("destination"))
            {
                scope.Error(mirror, "destination is required for mirrors");
            }
            else
            {
                RouteDestinationRules.Check(scope, mirror["destination"]);
                Percentage(scope, mirror["percentage"], "mirror percentage");
            }
        }
    }

    private static void Percentage(ValidationScope scope, ConfigValue percentage, string words)
    {
        var value = percentage["value"].Number;
        if (value > 100)
        {
            scope.Error(percentage, $"{words} must have a max value of 100 (it has {GoText.Fixed(value)})");
        }

        if (value < 0)
        {
            scope.Error(percentage, $"{words} must have a min value of 0 (it has {GoText.Fixed(value)})");
        }
    }
}

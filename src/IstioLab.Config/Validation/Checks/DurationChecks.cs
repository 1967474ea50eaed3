namespace IstioLab.Config.Validation.Checks;

/// <summary>Optional duration fields.</summary>
internal static class DurationChecks
{
    public static void Check(ValidationScope scope, params ReadOnlySpan<ConfigValue> durations)
    {
        foreach (var duration in durations)
        {
            if (duration.Exists)
            {
                scope.Check(duration, GoDuration.Error(duration.Text));
            }
        }
    }
}

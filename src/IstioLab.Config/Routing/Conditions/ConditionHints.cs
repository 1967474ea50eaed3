namespace IstioLab.Config.Routing.Conditions;

/// <summary>Says what people trip over when a value is nearly right.</summary>
internal static class ConditionHints
{
    public static string Of(ValueMatcher matcher, string? value, string what)
    {
        if (value is null)
        {
            return "";
        }

        var almost = matcher.Kind switch
        {
            ValueMatchKind.Exact => string.Equals(value, matcher.Value, StringComparison.OrdinalIgnoreCase),
            ValueMatchKind.Prefix => value.StartsWith(matcher.Value, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
        if (almost)
        {
            return $": {what} case-sensitive";
        }

        if (matcher.Kind == ValueMatchKind.Exact && value.Contains(matcher.Value, StringComparison.Ordinal))
        {
            return ": 'exact' compares the whole value, it does not search in it";
        }

        return matcher.Kind == ValueMatchKind.Regex ? ": an expression must describe the whole value" : "";
    }
}

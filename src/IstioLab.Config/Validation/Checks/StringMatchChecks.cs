namespace IstioLab.Config.Validation.Checks;

/// <summary>A StringMatch: exact, prefix or regex. Answers are null or the error.</summary>
internal static class StringMatchChecks
{
    private const int MaxRegexLength = 1024;

    /// <summary>For everything but the URI: an empty prefix is refused, because Envoy refuses it.</summary>
    public static string? Match(ConfigValue match, string where)
    {
        if (match["prefix"] is { Exists: true, Text: "" })
        {
            return $"{GoText.Quote(where)}: prefix string match should not be empty";
        }

        return RegexOnly(match, where);
    }

    /// <summary>For the URI, whose prefix may be empty.</summary>
    public static string? RegexOnly(ConfigValue match, string where)
    {
        if (!match.Has("regex"))
        {
            return null;
        }

        var regex = match["regex"].Text;
        return regex.Length == 0 ? $"{GoText.Quote(where)}: regex string match should not be empty" : Regex(regex, where);
    }

    public static string? Regex(string regex, string where)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(regex) > MaxRegexLength)
        {
            return $"{GoText.Quote(where)}: regex is too large, max length allowed is 1024";
        }

        return Re2Syntax.Error(regex) is { } error
            ? $"{GoText.Quote(where)}: {error}; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)"
            : null;
    }
}

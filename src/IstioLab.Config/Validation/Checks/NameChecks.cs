using System.Text.RegularExpressions;

namespace IstioLab.Config.Validation.Checks;

/// <summary>DNS labels and label keys, as Istio reads them: upper case counts as lower case. See https://datatracker.ietf.org/doc/html/rfc1123</summary>
internal static partial class NameChecks
{
    public static bool IsLabel(string value) => value.Length <= 63 && Label().IsMatch(value);

    public static bool IsWildcardLabel(string value) => value.Length <= 63 && WildcardLabel().IsMatch(value);

    /// <summary>Checks the keys and values of a label map.</summary>
    public static void Labels(ValidationScope scope, ConfigValue labels, string before = "")
    {
        foreach (var (key, value) in labels.Entries)
        {
            if (LabelKey(key) is { } error)
            {
                scope.Error(value, before + error);
            }

            if (!LabelValue().IsMatch(value.Text))
            {
                scope.Error(value, $"{before}invalid tag value: {GoText.Quote(value.Text)}");
            }
        }
    }

    private static string? LabelKey(string key)
    {
        var match = QualifiedKey().Match(key);
        if (!match.Success)
        {
            return $"invalid tag key: {GoText.Quote(key)}";
        }

        if (match.Groups[1].Length > 254)
        {
            return $"invalid tag key: {GoText.Quote(key)} (DNS prefix is too long)";
        }

        return match.Groups[2].Length > 63 ? $"invalid tag key: {GoText.Quote(key)} (name is too long)" : null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WildcardLabel();

    [GeneratedRegex(
        @"^((?:[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*)/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedKey();

    [GeneratedRegex(@"^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelValue();
}

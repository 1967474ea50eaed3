using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>Counts the requests that took a rule with each kind of match and action.</summary>
internal sealed partial class Hits
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public Hits()
    {
        foreach (var kind in GeneratedMatch.AllKinds.Concat(GeneratedRule.AllActions).Append("no match").Append("no rule"))
        {
            _counts[kind] = 0;
        }
    }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Count(GeneratedConfiguration configuration, JsonObject explanation)
    {
        var place = Place().Match((string?)explanation["rule"]?["path"] ?? "");
        if (!place.Success)
        {
            _counts["no rule"]++;
            return;
        }

        var rule = configuration.Rules[int.Parse(place.Groups["rule"].ValueSpan, CultureInfo.InvariantCulture)];
        var kinds = place.Groups["match"].Success ? rule.Matches[int.Parse(place.Groups["match"].ValueSpan, CultureInfo.InvariantCulture)].Kinds : ["no match"];
        foreach (var kind in kinds.Concat(rule.Actions).Distinct())
        {
            _counts[kind]++;
        }
    }

    [GeneratedRegex(@"^http\[(?<rule>\d+)\](\.match\[(?<match>\d+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

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
        foreach (var kind in GeneratedMatch.AllKinds.Concat(GeneratedRule.AllActions).Concat(["no match", "no rule", "by the gateway", "of a service entry", "second port", "out of scope"]))
        {
            _counts[kind] = 0;
        }
    }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Count(GeneratedConfiguration configuration, GeneratedRequest request, JsonObject explanation)
    {
        CountIf(request.IsByGateway, "by the gateway");
        CountIf(configuration.Host.IsEntry, "of a service entry");
        CountIf(request.Port != 80, "second port");
        CountIf((string?)explanation["virtualHost"] == "block_all", "out of scope");
        var place = Place().Match((string?)explanation["rule"]?["path"] ?? "");
        if (!place.Success)
        {
            _counts["no rule"]++;
            return;
        }

        var rules = configuration.RulesOf((string)explanation["rule"]!["resource"]!);
        CountIf(ReferenceEquals(rules, configuration.Delegated), "delegate");
        var rule = rules[int.Parse(place.Groups["rule"].ValueSpan, CultureInfo.InvariantCulture)];
        var kinds = place.Groups["match"].Success ? rule.Matches[int.Parse(place.Groups["match"].ValueSpan, CultureInfo.InvariantCulture)].Kinds : ["no match"];
        foreach (var kind in kinds.Concat(rule.Actions).Distinct())
        {
            _counts[kind]++;
        }
    }

    private void CountIf(bool isSo, string kind) => _counts[kind] += isSo ? 1 : 0;

    [GeneratedRegex(@"^http\[(?<rule>\d+)\](\.match\[(?<match>\d+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

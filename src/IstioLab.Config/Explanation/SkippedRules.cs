using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>Lists the rules before the one taken.</summary>
internal static class SkippedRules
{
    public static ImmutableArray<SkippedRule> Of(VirtualHost host, Route? taken, in RequestInfo request)
    {
        var result = new List<(RuleReference Rule, string Because)>();
        foreach (var route in host.Routes)
        {
            if (ReferenceEquals(route, taken))
            {
                break;
            }

            if (route.FirstFailure(in request) is { } condition)
            {
                result.Add((route.Rule, condition.Explain(in request)));
            }
        }

        result.AddRange(host.Dropped
            .Where(dropped => taken is null || dropped.Rule.Resource != taken.Rule.Resource || Compare(dropped.Rule.Path, taken.Rule.Path) < 0)
            .Select(dropped => (dropped.Rule, dropped.Because)));
        var several = result.Select(item => item.Rule.Resource).Append(host.Rule?.Resource ?? "").Distinct().Count() > 1;
        return
        [
            .. result.OrderBy(item => item.Rule.Resource, StringComparer.Ordinal)
                .ThenBy(item => item.Rule.Path, Comparer<string>.Create(Compare))
                .Select(item => new SkippedRule(several ? $"{item.Rule.Resource} {item.Rule.Path}" : item.Rule.Path, item.Because, item.Rule.Position)),
        ];
    }

    /// <summary>Compares paths so that <c>http[2]</c> stands before <c>http[10]</c>.</summary>
    private static int Compare(string first, string second)
    {
        var one = Numbers(first);
        var other = Numbers(second);
        for (var index = 0; index < Math.Min(one.Length, other.Length); index++)
        {
            if (one[index] != other[index])
            {
                return one[index].CompareTo(other[index]);
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private static int[] Numbers(string path) =>
        [.. path.Split('[', ']').Where((_, index) => index % 2 == 1).Select(text => int.TryParse(text, out var number) ? number : 0)];
}

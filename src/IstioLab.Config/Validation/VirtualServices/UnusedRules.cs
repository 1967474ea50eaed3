using System.Globalization;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>
/// Warns of rules and conditions that can never decide: IST0130 and IST0131.
/// See https://istio.io/latest/docs/reference/config/analysis/ist0130/
/// </summary>
internal static class UnusedRules
{
    private const string Unreachable = "IST0130";
    private const string Ineffective = "IST0131";

    private static readonly string[] s_lists = ["http", "tcp", "tls"];

    public static void Check(ValidationScope scope)
    {
        foreach (var list in s_lists)
        {
            List<PrefixCondition> prefixes = [];
            Repeated(scope, [.. scope.Spec[list].Items], prefixes);
            if (list == "http")
            {
                Covered(scope, prefixes);
            }
        }
    }

    public static string Name(ConfigValue item, int index) =>
        item["name"].Text is { Length: > 0 } name ? GoText.Quote(name) : string.Create(CultureInfo.InvariantCulture, $"#{index}");

    private static void Repeated(ValidationScope scope, List<ConfigValue> routes, List<PrefixCondition> prefixes)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var catchAll = false;
        for (var r = 0; r < routes.Count; r++)
        {
            var route = routes[r];
            if (!route.Exists)
            {
                continue;
            }

            if (route["match"].Count == 0)
            {
                if (catchAll)
                {
                    Unused(scope, route, r, "only the last rule can have no matches");
                }

                catchAll = true;
                continue;
            }

            var repeated = 0;
            foreach (var (m, match) in route["match"].Items.Index())
            {
                if (catchAll && scope.Version.IsAtLeast(18))
                {
                    Unused(scope, route, r, "route without matches defined before");
                }
                else if (seen.TryGetValue(MatchText.Of(match), out var first))
                {
                    Overlapping(scope, match, Name(route, r), Name(match, m), Name(routes[first], first));
                    repeated++;
                }
                else
                {
                    seen.Add(MatchText.Of(match), r);
                    prefixes.AddRange(PrefixCondition.From(route, r, match, m));
                }
            }

            if (repeated == route["match"].Count)
            {
                Unused(scope, route, r, "all matches used by prior rules");
            }
        }
    }

    private static void Covered(ValidationScope scope, List<PrefixCondition> prefixes)
    {
        for (var i = 0; i < prefixes.Count; i++)
        {
            foreach (var later in prefixes.Skip(i + 1).Where(later => later.Prefix != prefixes[i].Prefix && prefixes[i].Covers(later)))
            {
                Overlapping(
                    scope,
                    later.At,
                    later.RouteName,
                    $"{later.MatchName} of prefix {later.Prefix}",
                    $"{prefixes[i].MatchName} of prefix {prefixes[i].Prefix} on {prefixes[i].RouteName}");
            }
        }
    }

    private static void Unused(ValidationScope scope, ConfigValue route, int index, string reason) =>
        scope.Warn(route, $"virtualService rule {Name(route, index)} not used ({reason})", Unreachable);

    private static void Overlapping(ValidationScope scope, ConfigValue match, string route, string name, string other) => scope.Warn(
        match,
        $"virtualService rule {route} match {name} is not used (duplicate/overlapping match in rule {other})",
        Ineffective);
}

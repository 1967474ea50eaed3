namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>A condition with a URI prefix, reduced to what Istio compares when it looks for conditions that an earlier one covers.</summary>
internal sealed class PrefixCondition
{
    private readonly ConfigValue _match;
    private readonly string _method;

    private PrefixCondition(ConfigValue match, string prefix, string routeName, string matchName)
    {
        _match = match;
        (Prefix, RouteName, MatchName) = (prefix, routeName, matchName);

        // Istio takes GET for a missing method here, although such a rule matches every method.
        var method = Text(match["method"]);
        _method = method.Length == 0 ? "exact:GET" : method;
    }

    public ConfigValue At => _match;

    public string Prefix { get; }

    public string RouteName { get; }

    public string MatchName { get; }

    public static IEnumerable<PrefixCondition> From(ConfigValue route, int routeIndex, ConfigValue match, int matchIndex)
    {
        var prefix = match["uri"]["prefix"].Text;
        return prefix.Length == 0
            ? []
            : [new PrefixCondition(match, prefix, UnusedRules.Name(route, routeIndex), UnusedRules.Name(match, matchIndex))];
    }

    /// <summary>Whether this earlier condition takes everything that <paramref name="later"/> asks for.</summary>
    public bool Covers(PrefixCondition later) =>
        later.Prefix.StartsWith(Prefix, StringComparison.Ordinal)
        && later._match["port"].Whole == _match["port"].Whole
        && Begins(_method, later._method)
        && Begins(Text(_match["authority"]), Text(later._match["authority"]))
        && SameKeys(later, "headers")
        && SameKeys(later, "queryParams")
        && SameKeys(later, "withoutHeaders");

    private bool SameKeys(PrefixCondition later, string field)
    {
        var (mine, others) = (_match[field], later._match[field]);
        return mine.Count == others.Count
            && mine.Entries.All(entry => others.Entries.Any(other => other.Key == entry.Key && Begins(Text(entry.Value), Text(other.Value))));
    }

    private static bool Begins(string text, string start) => text.StartsWith(start, StringComparison.Ordinal);

    private static string Text(ConfigValue match)
    {
        if (match["exact"].Text is { Length: > 0 } exact)
        {
            return "exact:" + exact;
        }

        return match["prefix"].Text is { Length: > 0 } prefix ? "prefix:" + prefix : "";
    }
}

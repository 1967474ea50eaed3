using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Tokens;

/// <summary>Finds the tokens of a request where a rule looks for them.</summary>
internal static class TokenLocations
{
    public static List<FoundToken> Find(JwtRule rule, IRequestHeaders headers, string query)
    {
        var found = new List<FoundToken>();
        foreach (var (name, prefix) in rule.Headers)
        {
            if (headers.Find(name) is { } value && value.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add(new FoundToken(value[prefix.Length..], name));
            }
        }

        Pick(found, rule.Parameters, () => query.Split('&'));
        Pick(found, rule.Cookies, () => (headers.Find("cookie") ?? "").Split(';', StringSplitOptions.TrimEntries));
        return found;
    }

    private static void Pick(List<FoundToken> found, IEnumerable<string> names, Func<string[]> read)
    {
        string[]? pairs = null;
        foreach (var name in names)
        {
            pairs ??= read();
            if (Array.Find(pairs, pair => pair.StartsWith(name + "=", StringComparison.Ordinal)) is { } pair)
            {
                found.Add(new FoundToken(pair[(name.Length + 1)..], ""));
            }
        }
    }
}

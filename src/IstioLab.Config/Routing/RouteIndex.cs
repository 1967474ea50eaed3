using System.Collections.Immutable;
using IstioLab.Config.Routing.Conditions;

namespace IstioLab.Config.Routing;

/// <summary>Finds the first matching route through the one condition that tells most routes apart.</summary>
internal sealed class RouteIndex
{
    private readonly ImmutableArray<Route> routes;
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> prefixes;
    private readonly Dictionary<string, int[]> paths;
    private readonly int[] prefixLengths;
    private readonly (string Name, Dictionary<string, int[]> Values)[] headers;
    private readonly int[] others;

    public RouteIndex(ImmutableArray<Route> routes)
    {
        this.routes = routes;
        var byPath = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var byPrefix = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var byHeader = new Dictionary<string, Dictionary<string, List<int>>>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<int>();
        for (var position = 0; position < routes.Length; position++)
        {
            var conditions = routes[position].Conditions;
            var path = conditions.OfType<PathCondition>().FirstOrDefault(item => !item.Matcher.IgnoresCase)?.Matcher;
            var header = conditions.OfType<HeaderCondition>()
                .FirstOrDefault(item => item is { IsInverted: false, Matcher.Kind: ValueMatchKind.Exact });
            var list = path?.Kind switch
            {
                ValueMatchKind.Exact => ListOf(byPath, path.Value),
                ValueMatchKind.Prefix => ListOf(byPrefix, path.Value),
                _ when header is not null => ListOf(HeaderOf(byHeader, header.Name), header.Matcher.Value),
                _ => rest,
            };
            list.Add(position);
        }

        paths = Freeze(byPath);
        var frozenPrefixes = Freeze(byPrefix);
        prefixes = frozenPrefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        prefixLengths = [.. frozenPrefixes.Keys.Select(key => key.Length).Distinct().Order()];
        headers = [.. byHeader.Select(pair => (pair.Key, Freeze(pair.Value)))];
        others = [.. rest];
    }

    /// <summary>The position of the first route that matches, or -1.</summary>
    public int Find(in RequestInfo request)
    {
        var best = int.MaxValue;
        if (paths.TryGetValue(request.Path, out var candidates))
        {
            Search(candidates, in request, ref best);
        }

        foreach (var length in prefixLengths)
        {
            if (length > request.Path.Length)
            {
                break;
            }

            if (prefixes.TryGetValue(request.Path.AsSpan(0, length), out candidates))
            {
                Search(candidates, in request, ref best);
            }
        }

        foreach (var (name, values) in headers)
        {
            if (request.Headers.Find(name) is { } value && values.TryGetValue(value, out candidates))
            {
                Search(candidates, in request, ref best);
            }
        }

        Search(others, in request, ref best);
        return best == int.MaxValue ? -1 : best;
    }

    private void Search(int[] candidates, in RequestInfo request, ref int best)
    {
        foreach (var position in candidates)
        {
            if (position >= best)
            {
                return;
            }

            if (routes[position].Matches(in request))
            {
                best = position;
                return;
            }
        }
    }

    private static List<int> ListOf(Dictionary<string, List<int>> map, string key)
    {
        if (!map.TryGetValue(key, out var list))
        {
            map[key] = list = [];
        }

        return list;
    }

    private static Dictionary<string, List<int>> HeaderOf(Dictionary<string, Dictionary<string, List<int>>> map, string name)
    {
        if (!map.TryGetValue(name, out var values))
        {
            map[name] = values = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        }

        return values;
    }

    private static Dictionary<string, int[]> Freeze(Dictionary<string, List<int>> map) =>
        map.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}

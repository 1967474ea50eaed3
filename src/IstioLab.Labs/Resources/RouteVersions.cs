using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Finds the versions that a VirtualService chooses between, and short names for them.</summary>
internal static class RouteVersions
{
    /// <summary>
    /// The rule that splits: the first with several destinations, else the first whose only host has other subsets in a DestinationRule.
    /// </summary>
    /// <param name="service">The VirtualService.</param>
    /// <param name="rules">The DestinationRules of its namespace.</param>
    /// <returns>The rule's index and its versions; -1 and none where nothing can be split.</returns>
    public static (int Rule, IReadOnlyList<RouteVersion> Versions) Splittable(JsonObject service, IReadOnlyList<JsonObject> rules)
    {
        var routes = service.Items("spec", "http").ToList();
        var split = routes.FindIndex(route => route.Items("route").Count() > 1);
        var index = split >= 0 ? split : routes.FindIndex(route => Of([route], rules).Count > 1);
        return index >= 0 ? (index, Of([routes[index]], rules)) : (-1, []);
    }

    /// <summary>Every version that any rule sends to, or that a DestinationRule of the same hosts has.</summary>
    public static IReadOnlyList<RouteVersion> All(JsonObject service, IReadOnlyList<JsonObject> rules) => Of([.. service.Items("spec", "http")], rules);

    private static List<RouteVersion> Of(IReadOnlyList<JsonObject> routes, IReadOnlyList<JsonObject> rules)
    {
        var shares = routes.SelectMany(VirtualServiceResource.Split).ToList();
        var known = shares.Select(share => (share.Host, share.Subset))
            .Concat(shares.Select(share => share.Host).Distinct(StringComparer.Ordinal).SelectMany(host => SubsetsOf(host, rules)))
            .Distinct()
            .ToList();
        var names = NamesOf([.. known.Select(target => target.Subset.Length > 0 ? $"{target.Host.Split('.')[0]}/{target.Subset}" : target.Host.Split('.')[0])]);
        return
        [
            .. known.Select((target, index) => new RouteVersion(
                names[index],
                target.Host,
                target.Subset,
                routes.Count == 1 ? shares.Where(share => share.Host == target.Host && share.Subset == target.Subset).Sum(share => share.Percent) : 0)),
        ];
    }

    private static IEnumerable<(string Host, string Subset)> SubsetsOf(string host, IReadOnlyList<JsonObject> rules) => rules
        .Where(rule => rule.Text("spec", "host").Split('.')[0] == host.Split('.')[0])
        .SelectMany(rule => rule.Items("spec", "subsets"))
        .Select(subset => (host, subset.Text("name")));

    /// <summary>What differs: <c>v1</c> and <c>v2</c> of <c>apps-svc-v1</c> and <c>apps-svc-v2</c>, or of <c>reviews/v1</c> and <c>reviews/v2</c>.</summary>
    internal static IReadOnlyList<string> NamesOf(IReadOnlyList<string> targets)
    {
        if (targets.Count < 2)
        {
            return [.. targets.Select(target => target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..])];
        }

        var length = targets.Skip(1).Select(target => targets[0].AsSpan().CommonPrefixLength(target)).Min();
        var cut = targets[0].AsSpan(0, length).LastIndexOfAny('-', '/') + 1;
        return [.. targets.Select(target => target[cut..].Replace('/', '-'))];
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a VirtualService with its split as its state.</summary>
internal static class VirtualServiceResource
{
    private const int LongestState = 120;

    public static LabResource Of(ObjectKey key, JsonObject service, ClusterView view)
    {
        var routes = service.Items("spec", "http").ToList();
        var destinations = routes.SelectMany(Split).ToList();
        var missing = destinations.Where(destination => Missing(destination, key, view)).Select(destination => destination.Host).Distinct(StringComparer.Ordinal).ToList();
        var prefix = CommonPrefix([.. destinations.Select(destination => destination.Target).Distinct(StringComparer.Ordinal)]);
        var state = routes.Count == 0 ? "No HTTP routes" : string.Join("; ", routes.Select(route => Describe(route, prefix)));
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "VirtualService",
            DisplayName = $"vs/{key.Name}",
            Uid = service.Text("metadata", "uid"),
            State = state.Length > LongestState ? $"{routes.Count} routes" : state,
            Style = missing.Count == 0 ? LabResourceStyle.Success : LabResourceStyle.Error,
            CreatedAt = service.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            Icon = "BranchFork",
            Properties =
            [
                new("route.hosts", "Hosts", string.Join(", ", service.Texts("spec", "hosts")), Highlighted: true),
                .. routes.Select((route, index) => new LabResourceProperty($"route.http.{index}", $"http[{index}]", Describe(route, ""), Highlighted: true)),
                new("resource.source", "Route", $"{string.Join(", ", service.Texts("spec", "hosts"))}: {string.Join("; ", routes.Select(route => Describe(route, "")))}"),
                new("route.gateways", "Gateways", Gateways(service)),
                new("object.generation", "Generation", service.Text("metadata", "generation")),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Relations = [.. destinations.Select(destination => Relation(destination, key, view)).OfType<LabResourceRelation>().Distinct()],
            Health = missing.Count == 0
                ? []
                : [new("destinations", Healthy: false, $"No Service is named {string.Join(", ", missing.Select(host => $"'{host}'"))}: such requests end with 503 NC.")],
            Commands = CommandList.Shift(routes.Select(Split)) is { } shift ? [shift] : [],
        };
    }

    /// <summary>The destinations of a route with their shares in percent.</summary>
    internal static IReadOnlyList<RouteShare> Split(JsonObject route)
    {
        var destinations = route.Items("route").ToList();
        var total = destinations.Sum(destination => destination.Number("weight"));
        return [.. destinations.Select(destination => new RouteShare(
            destination.Text("destination", "host"),
            destination.Text("destination", "subset"),
            total > 0 ? 100.0 * destination.Number("weight") / total : 100.0 / destinations.Count))];
    }

    private static string Describe(JsonObject route, string prefix)
    {
        var shares = Split(route);
        var action = shares.Count switch
        {
            0 when route.At("redirect") is not null => "redirect",
            0 when route.At("directResponse") is not null => $"answer {route.Text("directResponse", "status")}",
            0 => "no destination",
            1 => shares[0].Target[prefix.Length..],
            _ => string.Join(" · ", shares.Select(share => $"{Percent(share)} {share.Target[prefix.Length..]}")),
        };
        var conditions = route.Items("match").Select(Condition).ToList();
        return conditions.Count == 0 ? action : $"{string.Join(" or ", conditions)} → {action}";
    }

    /// <summary>What all targets begin with, up to a hyphen: <c>apps-svc-</c> of <c>apps-svc-v1</c> and <c>apps-svc-v2</c>.</summary>
    private static string CommonPrefix(IReadOnlyList<string> targets)
    {
        if (targets.Count < 2)
        {
            return "";
        }

        var length = targets.Skip(1).Select(target => targets[0].AsSpan().CommonPrefixLength(target)).Min();
        return targets[0][..(targets[0].AsSpan(0, length).LastIndexOf('-') + 1)];
    }

    private static string Condition(JsonObject match)
    {
        var parts = match.Select(pair => pair.Key switch
        {
            "headers" or "queryParams" => string.Join(" and ", (pair.Value as JsonObject ?? []).Select(header => $"{header.Key} {Test(header.Value)}")),
            "name" => "",
            _ => $"{pair.Key} {Test(pair.Value)}",
        });
        return string.Join(" and ", parts.Where(part => part.Length > 0));
    }

    private static string Test(JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } test => $"{test.First().Key} '{test.First().Value.Text()}'",
        JsonObject => "is present",
        _ => value.Text(),
    };

    private static string Percent(RouteShare share) => string.Create(CultureInfo.InvariantCulture, $"{share.Percent:0.#} %");

    private static string Gateways(JsonObject service)
    {
        var gateways = service.Texts("spec", "gateways").ToList();
        return gateways.Count == 0 ? "mesh" : string.Join(", ", gateways);
    }

    private static LabResourceRelation? Relation(RouteShare share, ObjectKey key, ClusterView view) =>
        ShortHost.Of(share.Host, key.Namespace) is var (name, ns) && view.Contains("Service", ns, name)
            ? new LabResourceRelation(ObjectKey.ResourceNameOf("Service", ns, name), Percent(share))
            : null;

    private static bool Missing(RouteShare share, ObjectKey key, ClusterView view) =>
        ShortHost.Of(share.Host, key.Namespace) is var (name, ns) && !view.Contains("Service", ns, name);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a VirtualService with its split as its state.</summary>
internal static class VirtualServiceResource
{
    private const int LongestState = 120;

    private static readonly IReadOnlyDictionary<string, string> NoNames = ImmutableDictionary<string, string>.Empty;

    public static LabResource Of(ObjectKey key, JsonObject service, ClusterView view)
    {
        var routes = service.Items("spec", "http").ToList();
        var destinations = routes.SelectMany(Split).ToList();
        var missing = destinations.Where(destination => Missing(destination, key, view)).Select(destination => destination.Host).Distinct(StringComparer.Ordinal).ToList();
        var names = ShortNames(destinations);
        var state = routes.Count == 0 ? "No HTTP routes" : string.Join("; ", routes.Select(route => Describe(route, names)));
        var rules = view.OfKind("DestinationRule", key.Namespace).ToList();
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "VirtualService",
            DisplayName = $"vs/{key.Name}",
            Object = key,
            Uid = service.Text("metadata", "uid"),
            State = state.Length > LongestState ? $"{routes.Count} routes" : state,
            Style = missing.Count == 0 ? LabResourceStyle.Success : LabResourceStyle.Error,
            CreatedAt = service.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            Icon = "BranchFork",
            Properties =
            [
                new("route.hosts", "Hosts", string.Join(", ", service.Texts("spec", "hosts")), Highlighted: true),
                .. routes.Select((route, index) => new LabResourceProperty($"route.http.{index}", $"http[{index}]", Describe(route, NoNames), Highlighted: true)),
                new("resource.source", "Route", $"{string.Join(", ", service.Texts("spec", "hosts"))}: {string.Join("; ", routes.Select(route => Describe(route, NoNames)))}"),
                new("route.gateways", "Gateways", Gateways(service)),
                new("object.generation", "Generation", service.Text("metadata", "generation")),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Relations = [.. destinations.Select(destination => Relation(destination, key, view)).OfType<LabResourceRelation>().Distinct()],
            Health = missing.Count == 0
                ? []
                : [new("destinations", Healthy: false, $"No Service is named {string.Join(", ", missing.Select(host => $"'{host}'"))}: such requests end with 503 NC.")],
            Commands = CommandList.OfVirtualService(service, rules),
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

    private static string Describe(JsonObject route, IReadOnlyDictionary<string, string> names)
    {
        var shares = Split(route);
        var action = shares.Count switch
        {
            0 when route.At("redirect") is not null => "redirect",
            0 when route.At("directResponse") is not null => $"answer {route.Text("directResponse", "status")}",
            0 => "no destination",
            1 => NameOf(shares[0]),
            _ => string.Join(" · ", shares.Select(share => $"{Percent(share)} {NameOf(share)}")),
        };
        var conditions = route.Items("match").Select(Condition).ToList();
        return conditions.Count == 0 ? action : $"{string.Join(" or ", conditions)} → {action}";

        string NameOf(RouteShare share) => names.GetValueOrDefault(share.Target) ?? share.Target;
    }

    private static IReadOnlyDictionary<string, string> ShortNames(IEnumerable<RouteShare> shares)
    {
        var targets = shares.Select(share => share.Target).Distinct(StringComparer.Ordinal).ToList();
        return targets.Count < 2
            ? NoNames
            : targets.Zip(RouteVersions.NamesOf(targets)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
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

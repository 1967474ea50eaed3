using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Puts a rule for a header before all other rules of a VirtualService, or sends an existing one elsewhere.</summary>
internal sealed partial class RouteHeaderCommand(IClusterApi api) : IResourceCommand
{
    public string Name => LabCommandNames.RouteHeader;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (service, rules) = await RouteObjects.ReadAsync(api, call.Resource.Object!, cancellationToken);
        var versions = RouteVersions.All(service, rules);
        var header = call.Text("header").ToLowerInvariant();
        var value = call.Text("value");
        var target = versions.FirstOrDefault(version => version.Name == call.Text("version"));
        if (!HeaderName().IsMatch(header))
        {
            call.Refuse($"Header '{call.Text("header")}' must be letters, digits and hyphens, such as 'end-user'.");
        }

        if (target is null)
        {
            call.Refuse($"There is no version '{call.Text("version")}'. The versions are {string.Join(", ", versions.Select(version => $"'{version.Name}'"))}.");
        }

        if (target is null || call.Problems.Count > 0)
        {
            return call.Refusal();
        }

        var http = service.At("spec", "http")!.AsArray();
        var destinations = http.SelectMany(rule => rule.Items("route")).ToList();
        var route = new JsonArray(RouteObjects.Destination(target, destinations));
        if (http.OfType<JsonObject>().FirstOrDefault(rule => Matches(rule, header, value)) is { } existing)
        {
            existing["route"] = route;
        }
        else
        {
            http.Insert(0, new JsonObject
            {
                ["match"] = new JsonArray(new JsonObject { ["headers"] = new JsonObject { [header] = new JsonObject { ["exact"] = value } } }),
                ["route"] = route,
            });
        }

        await RouteObjects.WriteAsync(api, call.Resource.Object!, service, cancellationToken);
        return new LabCommandResult(true, $"{call.Subject} now sends requests with '{header}: {value}' to {target.Name} ({target.Target}).");
    }

    private static bool Matches(JsonObject rule, string header, string value) => rule.Items("match").ToList() is [{ Count: 1 } match]
        && match.At("headers") is JsonObject { Count: 1 } headers
        && headers.Text(header, "exact") == value;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$")]
    private static partial Regex HeaderName();
}

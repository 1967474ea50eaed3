using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Sets the weights of the rule of a VirtualService that splits.</summary>
internal sealed class ShiftCommand(IClusterApi api) : IResourceCommand
{
    public string Name => LabCommandNames.Shift;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (service, rules) = await RouteObjects.ReadAsync(api, call.Resource.Object!, cancellationToken);
        var (index, versions) = RouteVersions.Splittable(service, rules);
        if (index < 0)
        {
            return new LabCommandResult(false, $"{call.Subject} has no rule with several destinations any more.");
        }

        var given = versions.Select(version => call.Text(version.Name)).ToList();
        if (given.TrueForAll(text => text.Length == 0))
        {
            return new LabCommandResult(true, $"{call.Subject} stays at {Split(versions, [.. versions.Select(version => version.Weight)])}. Type a weight to change it, such as '{versions[^1].Name} 50'.");
        }

        var (weights, problems) = ShiftWeights.Read(versions, given);
        foreach (var problem in problems)
        {
            call.Refuse(problem);
        }

        if (weights is null)
        {
            return call.Refusal();
        }

        var http = service.At("spec", "http")!.AsArray();
        http[index]!["route"] = Route(http[index]!.AsObject(), versions, weights);
        await RouteObjects.WriteAsync(api, call.Resource.Object!, service, cancellationToken);
        return new LabCommandResult(true, $"{call.Subject} now splits {Split(versions, [.. weights.Select(weight => (double)weight)])}.");
    }

    private static JsonArray Route(JsonObject rule, IReadOnlyList<RouteVersion> versions, IReadOnlyList<int> weights)
    {
        var present = rule.Items("route").ToList();
        var route = new JsonArray();
        foreach (var (version, weight) in versions.Zip(weights))
        {
            var own = present.Find(version.IsOf);
            if (own is null && weight == 0)
            {
                continue;
            }

            var destination = own?.DeepClone().AsObject() ?? RouteObjects.Destination(version, present);
            destination["weight"] = weight;
            route.Add((JsonNode)destination);
        }

        return route;
    }

    private static string Split(IReadOnlyList<RouteVersion> versions, IReadOnlyList<double> shares) =>
        string.Join(" · ", versions.Zip(shares).Select(pair => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pair.Second:0.#} % {pair.First.Name}")));
}

using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>A place that a route can send to.</summary>
/// <param name="Name">What a person types: <c>v1</c>.</param>
/// <param name="Host">The host of the destination.</param>
/// <param name="Subset">The subset; empty for none.</param>
/// <param name="Weight">Its share of the route in percent; 0 where the route does not have it.</param>
internal sealed record RouteVersion(string Name, string Host, string Subset, double Weight)
{
    public string Target => Subset.Length > 0 ? $"{Host.Split('.')[0]}/{Subset}" : Host.Split('.')[0];

    /// <summary>Whether a destination of a VirtualService means it.</summary>
    public bool IsOf(JsonObject destination) => destination.Text("destination", "host") == Host && destination.Text("destination", "subset") == Subset;
}

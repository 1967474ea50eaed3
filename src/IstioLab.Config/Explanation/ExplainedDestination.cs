using System.Collections.Immutable;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>A possible destination.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Host">The host name; empty for the built-in clusters.</param>
/// <param name="Subset">The subset, or empty.</param>
/// <param name="Port">The port; 0 for the built-in clusters.</param>
/// <param name="Weight">The share in percent.</param>
/// <param name="Endpoints">The endpoints; default when nothing is known of them.</param>
/// <param name="Response">What the mesh answers for this destination, when it cannot forward to it.</param>
/// <param name="Hint">Which part of the destination does not exist; empty when all of it does.</param>
public sealed record ExplainedDestination(
    string Cluster,
    string Host,
    string Subset,
    int Port,
    double Weight,
    ImmutableArray<Endpoint> Endpoints,
    ExplainedResponse? Response,
    string Hint = "");

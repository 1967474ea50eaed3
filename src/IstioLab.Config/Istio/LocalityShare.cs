using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>Shares of the traffic that comes from one locality.</summary>
/// <param name="From">The locality of the client, <c>region/zone/*</c>.</param>
/// <param name="To">Locality and share in percent.</param>
public sealed record LocalityShare(string From, ImmutableArray<KeyValuePair<string, uint>> To);

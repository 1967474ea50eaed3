using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Istio;

/// <summary>A tls or tcp rule as written.</summary>
internal sealed record LayerFourRule(
    ImmutableArray<LayerFourMatch> Matches,
    ImmutableArray<HttpDestination> Destinations,
    RuleReference Rule);

using System.Collections.Frozen;
using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>A match of a tls or tcp rule as written.</summary>
internal sealed record LayerFourMatch
{
    public ImmutableArray<string> SniHosts { get; init; } = [];

    public ImmutableArray<string> Subnets { get; init; } = [];

    public int Port { get; init; }

    public FrozenDictionary<string, string> SourceLabels { get; init; } = FrozenDictionary<string, string>.Empty;

    public string SourceNamespace { get; init; } = "";

    public ImmutableArray<string> Gateways { get; init; } = [];
}

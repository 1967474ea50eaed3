using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>A <c>localityLbSetting</c>.</summary>
public sealed record LocalitySettings
{
    /// <summary>Whether locality counts; on unless switched off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Explicit shares: from a locality to shares by locality.</summary>
    public ImmutableArray<LocalityShare> Distribute { get; init; } = [];

    /// <summary>Which region takes over from which.</summary>
    public ImmutableArray<LocalityFailover> Failover { get; init; } = [];

    /// <summary>Labels that rank endpoints, the most important first.</summary>
    public ImmutableArray<string> FailoverPriority { get; init; } = [];
}

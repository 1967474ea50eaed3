using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Discovery;

/// <summary>DestinationRules of one namespace and host, merged: subsets collected, the first policy kept.</summary>
internal sealed record ConsolidatedRule
{
    public required string Host { get; init; }

    public required string Namespace { get; init; }

    public TrafficPolicy? Policy { get; init; }

    public ImmutableArray<Subset> Subsets { get; init; } = [];

    public ImmutableArray<string> ExportTo { get; init; } = [];

    public FrozenDictionary<string, string>? WorkloadSelector { get; init; }

    public ImmutableArray<DestinationRule> From { get; init; } = [];

    public RuleReference Rule => new(From[0].Source.Id.ToString(), "", From[0].Source.Position);

    public Subset? FindSubset(string name) => Subsets.FirstOrDefault(subset => subset.Name == name);
}

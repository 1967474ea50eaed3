using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Istio;

/// <summary>A DestinationRule as written, its host made a full name.</summary>
internal sealed record DestinationRule
{
    public required ConfigObject Source { get; init; }

    public required string Host { get; init; }

    public TrafficPolicy? Policy { get; init; }

    public ImmutableArray<Subset> Subsets { get; init; } = [];

    public ImmutableArray<string> ExportTo { get; init; } = [];

    /// <summary>The labels of clients that it is for; <see langword="null"/> for all.</summary>
    public FrozenDictionary<string, string>? WorkloadSelector { get; init; }

    public string Namespace => Source.Id.Namespace;
}

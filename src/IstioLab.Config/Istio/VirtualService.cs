using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Istio;

/// <summary>A VirtualService as written, short names made full.</summary>
internal sealed record VirtualService
{
    public required ConfigObject Source { get; init; }

    /// <summary>Full names in lower case.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary><c>mesh</c> or <c>namespace/name</c>.</summary>
    public ImmutableArray<string> Gateways { get; init; } = ["mesh"];

    public ImmutableArray<HttpRule> Http { get; init; } = [];

    public ImmutableArray<LayerFourRule> Tls { get; init; } = [];

    public ImmutableArray<LayerFourRule> Tcp { get; init; } = [];

    public ImmutableArray<string> ExportTo { get; init; } = [];

    public string Name => Source.Id.Name;

    public string Namespace => Source.Id.Namespace;

    public bool IsRoot => Http.Any(rule => rule.Delegate is not null);
}

using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The routes of one VirtualService, and the rules that do not apply.</summary>
internal sealed record CompiledRules(ImmutableArray<Route> Routes, ImmutableArray<DroppedRule> Dropped)
{
    public RouteTable Table { get; } = new(Routes);
}

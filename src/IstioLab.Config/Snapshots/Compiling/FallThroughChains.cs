using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The chain of connections that the mesh knows nothing of.</summary>
internal static class FallThroughChains
{
    public static FilterChain Of(SidecarScope scope, MeshSettings settings)
    {
        var passes = scope.OutboundPolicy == OutboundPolicyMode.AllowAny;
        return new FilterChain
        {
            Name = passes ? "PassthroughFilterChain" : "BlackHoleCluster",
            TcpDestinations = [scope.UnknownDestination],
            Rule = CatchAllHosts.RuleOf(scope, settings),
        };
    }
}

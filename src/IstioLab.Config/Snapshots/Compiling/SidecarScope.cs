using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>What a sidecar sees.</summary>
internal sealed class SidecarScope
{
    public required string Namespace { get; init; }

    public SidecarConfig? Sidecar { get; init; }

    public required ImmutableArray<EgressListener> Listeners { get; init; }

    /// <summary>Imported services and the destinations of imported VirtualServices; these get clusters.</summary>
    public required ImmutableArray<MeshService> Services { get; init; }

    public required OutboundPolicyMode OutboundPolicy { get; init; }

    /// <summary>The egress listener that routes of a port come from.</summary>
    public EgressListener? ListenerOf(int port)
    {
        foreach (var listener in Listeners)
        {
            if (listener.Source.Port is not { } own || own == port)
            {
                return listener;
            }
        }

        return null;
    }
}

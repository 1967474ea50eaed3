using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>An egress listener with what it imports.</summary>
internal sealed record EgressListener
{
    public required SidecarListener Source { get; init; }

    public required ImmutableArray<MeshService> Services { get; init; }

    public required ImmutableArray<VirtualService> VirtualServices { get; init; }

    /// <summary>The VirtualService whose host covers a service most closely.</summary>
    public required FrozenDictionary<string, VirtualService> MostSpecific { get; init; }

    /// <summary>Whether only services with the listener's port are imported.</summary>
    public bool MatchesPort => NeedsPort(Source);

    public static bool NeedsPort(SidecarListener listener) =>
        listener.Port is > 0 && ServiceProtocols.Parse(listener.Protocol) != ServiceProtocol.HttpProxy;
}

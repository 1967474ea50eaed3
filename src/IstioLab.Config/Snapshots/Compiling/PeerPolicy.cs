using System.Collections.Frozen;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>What a workload accepts, on the whole and by port.</summary>
internal sealed record PeerPolicy(
    MutualTlsMode Mode,
    RuleReference? Rule,
    FrozenDictionary<int, MutualTlsMode> Ports,
    RuleReference? PortRule)
{
    /// <summary>What holds where no policy says anything.</summary>
    public static PeerPolicy Default { get; } = new(MutualTlsMode.Permissive, null, FrozenDictionary<int, MutualTlsMode>.Empty, null);

    public (MutualTlsMode Mode, RuleReference? Rule) Of(int port) =>
        Ports.TryGetValue(port, out var mode) ? (mode, PortRule) : (Mode, Rule);
}

using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Hosts that share the routes of one VirtualService: registered services, and names that no service has.</summary>
internal sealed record HostGroup(
    VirtualService Source,
    int Port,
    ImmutableArray<MeshService> Services,
    ImmutableArray<string> Hosts,
    CompiledRules Rules);

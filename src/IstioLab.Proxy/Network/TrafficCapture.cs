using System.Collections.Frozen;

namespace IstioLab.Proxy.Network;

/// <summary>
/// How a pod's traffic is led through its sidecar, as istio-init's rules do
/// (https://istio.io/latest/docs/ops/deployment/application-requirements/).
/// </summary>
public sealed record TrafficCapture
{
    /// <summary>Istio's rules: outbound to 15001, inbound to 15006 except the proxy's own ports.</summary>
    public static TrafficCapture Default { get; } = new();

    /// <summary>Port that receives captured outbound connections; default 15001. Zero captures nothing outbound.</summary>
    public int OutboundPort { get; init; } = 15001;

    /// <summary>Port that receives captured inbound connections; default 15006. Zero captures nothing inbound.</summary>
    public int InboundPort { get; init; } = 15006;

    /// <summary>Inbound ports that go straight to their listener; default 15000, 15001, 15006, 15020, 15021 and 15090.</summary>
    public FrozenSet<int> ExcludedInboundPorts { get; init; } = FrozenSet.Create(15000, 15001, 15006, 15020, 15021, 15090);

    /// <summary>Outbound ports that are not captured; default none.</summary>
    public FrozenSet<int> ExcludedOutboundPorts { get; init; } = FrozenSet<int>.Empty;

    /// <summary>When set, only these inbound ports are captured; default null, every port but the excluded ones.</summary>
    public FrozenSet<int>? IncludedInboundPorts { get; init; }

    internal bool CapturesOutbound(int port) => OutboundPort != 0 && !ExcludedOutboundPorts.Contains(port);

    internal bool CapturesInbound(int port) =>
        InboundPort != 0 && !ExcludedInboundPorts.Contains(port) && (IncludedInboundPorts is null || IncludedInboundPorts.Contains(port));
}

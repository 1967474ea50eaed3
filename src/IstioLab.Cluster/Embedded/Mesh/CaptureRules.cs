using System.Collections.Frozen;
using System.Globalization;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// Which of a pod's ports its sidecar captures, from the pod's annotations.
/// https://istio.io/latest/docs/reference/config/annotations/
/// </summary>
internal static class CaptureRules
{
    public static TrafficCapture Of(StoredObject pod)
    {
        if (pod.Annotations.GetValueOrDefault("sidecar.istio.io/interceptionMode") == "NONE") return TrafficCapture.Default with { OutboundPort = 0, InboundPort = 0 };
        var rules = TrafficCapture.Default;
        var outbound = Ports(pod, "traffic.sidecar.istio.io/excludeOutboundPorts");
        if (outbound.Count > 0) rules = rules with { ExcludedOutboundPorts = outbound };
        var inbound = Ports(pod, "traffic.sidecar.istio.io/excludeInboundPorts");
        if (inbound.Count > 0) rules = rules with { ExcludedInboundPorts = rules.ExcludedInboundPorts.Union(inbound).ToFrozenSet() };
        return pod.Annotations.TryGetValue("traffic.sidecar.istio.io/includeInboundPorts", out var included) && included != "*"
            ? rules with { IncludedInboundPorts = Ports(pod, "traffic.sidecar.istio.io/includeInboundPorts") }
            : rules;
    }

    private static FrozenSet<int> Ports(StoredObject pod, string annotation) =>
        pod.Annotations.TryGetValue(annotation, out var text)
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var port) ? port : 0)
                .Where(port => port > 0)
                .ToFrozenSet()
            : FrozenSet<int>.Empty;
}

using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Config.Snapshots;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>Which proxies a VirtualService concerns: those its exportTo reaches, sidecars for the gateway <c>mesh</c>, gateways otherwise.</summary>
internal static class RuleVisibility
{
    public static bool Sees(ProxyIdentity proxy, JsonObject rule)
    {
        var ns = rule.Text("metadata", "namespace");
        var exported = rule.Texts("spec", "exportTo");
        var reaches = exported.Count == 0
            || exported.Any(target => target == "*" || target == proxy.Namespace || (target == "." && ns == proxy.Namespace));
        var gateways = rule.Texts("spec", "gateways");
        return reaches && (proxy.Type == ProxyType.Sidecar
            ? gateways.Count == 0 || gateways.Contains("mesh")
            : gateways.Any(gateway => gateway != "mesh"));
    }
}

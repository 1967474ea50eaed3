using IstioLab.Config.Validation.Checks;
using IstioLab.Config.Validation.DestinationRules;

namespace IstioLab.Config.Validation.Sidecars;

/// <summary>The rules of a Sidecar. See https://istio.io/latest/docs/reference/config/networking/sidecar/</summary>
internal static class SidecarRules
{
    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        if (!SelectorChecks.MatchLabels(scope, spec["workloadSelector"], "labels", "sidecar: {0}, will be applied to all services in namespace"))
        {
            return;
        }

        if (spec["egress"].Count == 0 && spec["ingress"].Count == 0 && !spec.Has("outboundTrafficPolicy") && !spec.Has("inboundConnectionPool"))
        {
            scope.Error(spec, "sidecar: empty configuration provided");
            return;
        }

        IngressRules.Check(scope);
        ConnectionPoolRules.Check(scope, spec["inboundConnectionPool"]);
        EgressRules.Check(scope);
        EgressProxy(scope, spec["outboundTrafficPolicy"]);
    }

    private static void EgressProxy(ValidationScope scope, ConfigValue policy)
    {
        var proxy = policy["egressProxy"];
        if (!proxy.Exists)
        {
            return;
        }

        if (policy["mode"].Text != "ALLOW_ANY")
        {
            scope.Error(proxy, "sidecar: egress_proxy must be set only with ALLOW_ANY outbound_traffic_policy mode");
            return;
        }

        scope.Check(proxy["host"], HostChecks.QualifiedName(proxy["host"].Text));
        if (proxy.Has("port"))
        {
            VirtualServices.RouteDestinationRules.Check(scope, proxy);
        }
        else
        {
            scope.Error(proxy, "sidecar: egress_proxy port must be non-nil");
        }
    }
}

using System.Collections.Frozen;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>The annotations of Istio 1.30, of <c>annotation/annotations.yaml</c> in istio/api.</summary>
internal static class KnownAnnotations
{
    private const string OfPods = """
        prometheus.istio.io/merge-metrics
        sidecar.istio.io/status sidecar.istio.io/rewriteAppHTTPProbers sidecar.istio.io/proxyImage sidecar.istio.io/proxyImageType
        sidecar.istio.io/proxyCPU sidecar.istio.io/proxyCPULimit sidecar.istio.io/proxyMemory sidecar.istio.io/proxyMemoryLimit
        sidecar.istio.io/interceptionMode sidecar.istio.io/bootstrapOverride sidecar.istio.io/statsHistogramBuckets
        sidecar.istio.io/statsFlushInterval sidecar.istio.io/statsEvictionInterval sidecar.istio.io/statsHistogramBins
        sidecar.istio.io/userVolume sidecar.istio.io/userVolumeMount sidecar.istio.io/logLevel sidecar.istio.io/componentLogLevel
        sidecar.istio.io/agentLogLevel sidecar.istio.io/nativeSidecar
        status.sidecar.istio.io/port readiness.status.sidecar.istio.io/initialDelaySeconds
        readiness.status.sidecar.istio.io/periodSeconds readiness.status.sidecar.istio.io/failureThreshold
        readiness.status.sidecar.istio.io/applicationPorts
        traffic.sidecar.istio.io/includeOutboundIPRanges traffic.sidecar.istio.io/excludeOutboundIPRanges
        traffic.sidecar.istio.io/includeInboundPorts traffic.sidecar.istio.io/excludeInboundPorts
        traffic.sidecar.istio.io/excludeInterfaces traffic.sidecar.istio.io/includeOutboundPorts
        traffic.sidecar.istio.io/excludeOutboundPorts
        proxy.istio.io/config proxy.istio.io/overrides inject.istio.io/templates istio.io/rev istio.io/reroute-virtual-interfaces
        ambient.istio.io/redirection ambient.istio.io/bypass-inbound-capture ambient.istio.io/dns-capture
        """;

    private const string DeprecatedOfPods = """
        sidecar.istio.io/inject sidecar.istio.io/discoveryAddress sidecar.istio.io/statsInclusionPrefixes
        sidecar.istio.io/statsInclusionSuffixes sidecar.istio.io/statsInclusionRegexps sidecar.istio.io/extraStatTags
        sidecar.istio.io/statsCompression traffic.sidecar.istio.io/kubevirtInterfaces
        """;

    private static readonly FrozenSet<string> s_beyondAlpha = FrozenSet.Create(
        StringComparer.Ordinal,
        "ambient.istio.io/redirection", "kubernetes.io/ingress.class", "proxy.istio.io/config", "sidecar.istio.io/inject", "traffic.istio.io/nodeSelector");

    private static readonly FrozenDictionary<string, KnownAnnotation> s_all = Words(OfPods).Select(name => (name, new KnownAnnotation(["Pod"])))
        .Concat(Words(DeprecatedOfPods).Select(name => (name, new KnownAnnotation(["Pod"], IsDeprecated: true))))
        .Concat(
        [
            ("alpha.istio.io/kubernetes-serviceaccounts", new KnownAnnotation(["Service"], IsDeprecated: true)),
            ("alpha.istio.io/canonical-serviceaccounts", new KnownAnnotation(["Service"], IsDeprecated: true)),
            ("networking.istio.io/exportTo", new KnownAnnotation(["Service"])),
            ("traffic.istio.io/nodeSelector", new KnownAnnotation(["Service"])),
            ("kubernetes.io/ingress.class", new KnownAnnotation(["Ingress"])),
            ("galley.istio.io/analyze-suppress", new KnownAnnotation(["Any"])),
            ("gateway.istio.io/controller-version", new KnownAnnotation(["Any"])),
            ("istio.io/dry-run", new KnownAnnotation(["AuthorizationPolicy"])),
            ("istio.io/autoRegistrationGroup", new KnownAnnotation(["WorkloadEntry"])),
            ("istio.io/workloadController", new KnownAnnotation(["WorkloadEntry"])),
            ("istio.io/connectedAt", new KnownAnnotation(["WorkloadEntry"])),
            ("istio.io/disconnectedAt", new KnownAnnotation(["WorkloadEntry"])),
            ("topology.istio.io/controlPlaneClusters", new KnownAnnotation(["Namespace"])),
            ("ambient.istio.io/waypoint-inbound-binding", new KnownAnnotation(["GatewayClass", "Gateway"])),
            ("gateway.istio.io/service-account", new KnownAnnotation(["Gateway"])),
            ("gateway.istio.io/name-override", new KnownAnnotation(["Gateway"])),
            ("networking.istio.io/service-type", new KnownAnnotation(["Gateway"])),
            ("networking.istio.io/traffic-distribution", new KnownAnnotation(["Namespace", "Service", "ServiceEntry"])),
        ])
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    public static KnownAnnotation? Find(string name) => s_all.GetValueOrDefault(name);

    /// <summary>Whether an annotation of this list is beyond its first tries.</summary>
    public static bool IsAlpha(string name) => !s_beyondAlpha.Contains(name);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

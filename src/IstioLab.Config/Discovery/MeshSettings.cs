using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Discovery;

/// <summary>Settings of the whole mesh: those of the ConfigMap <c>istio</c> that change where requests go, and the release.</summary>
public sealed record MeshSettings
{
    /// <summary>The defaults of Istio 1.30.</summary>
    public static MeshSettings Default { get; } = new();

    /// <summary>The release whose behaviour is followed.</summary>
    public IstioRelease Release { get; init; } = IstioRelease.Istio130;

    /// <summary>The cluster's DNS domain.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The trust domain of identities.</summary>
    public string TrustDomain { get; init; } = "cluster.local";

    /// <summary>The namespace whose rules apply everywhere.</summary>
    public string RootNamespace { get; init; } = "istio-system";

    /// <summary>What happens with traffic to unknown hosts.</summary>
    public OutboundPolicyMode OutboundPolicy { get; init; } = OutboundPolicyMode.AllowAny;

    /// <summary>Whether mutual TLS is used wherever both sides can.</summary>
    public bool AutoMutualTls { get; init; } = true;

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where proxies write the access log; empty for nowhere. The demo profile has <c>/dev/stdout</c>.</summary>
    public string AccessLogFile { get; init; } = "/dev/stdout";

    /// <summary>The format of the access log; empty for Istio's default.</summary>
    public string AccessLogFormat { get; init; } = "";

    /// <summary>Whether the access log is JSON.</summary>
    public bool AccessLogJson { get; init; }

    /// <summary>The share of traces that are kept, in percent; the demo profile has 100.</summary>
    public double TraceSampling { get; init; } = 100;

    /// <summary>How paths are made alike before they are compared.</summary>
    public PathNormalization PathNormalization { get; init; }

    /// <summary>The port of the HTTP proxy listener of sidecars; 0 for none.</summary>
    public int HttpProxyPort { get; init; }

    /// <summary>
    /// Whether hosts of ServiceEntries without addresses get one, which sidecars use with DNS capture: <c>ISTIO_META_DNS_CAPTURE</c> in
    /// <c>defaultConfig.proxyMetadata</c>, before 1.25 with <c>ISTIO_META_DNS_AUTO_ALLOCATE</c>.
    /// </summary>
    public bool AllocatesAddresses { get; init; }

    /// <summary>
    /// Whether the <c>tls</c> of a Sidecar's <c>ingress</c> has effect: istiod's switch <c>ENABLE_TLS_ON_SIDECAR_INGRESS</c>, off by default.
    /// </summary>
    public bool TlsOnSidecarIngress { get; init; }

    /// <summary>The pattern of the names under which proxies count outbound clusters; empty for the names of the clusters.</summary>
    public string OutboundClusterStatName { get; init; } = "";

    /// <summary>Retries of routes that say nothing about them; <see langword="null"/> for Istio's own.</summary>
    internal HttpRetry? DefaultRetries { get; init; }

    /// <summary>Who sees a VirtualService that says nothing; empty for everyone.</summary>
    internal ImmutableArray<string> DefaultVirtualServiceExportTo { get; init; } = [];

    /// <summary>Who sees a service that says nothing; empty for everyone.</summary>
    internal ImmutableArray<string> DefaultServiceExportTo { get; init; } = [];

    /// <summary>Who sees a DestinationRule that says nothing; empty for everyone.</summary>
    internal ImmutableArray<string> DefaultDestinationRuleExportTo { get; init; } = [];

    /// <summary>The mesh's locality settings.</summary>
    internal LocalitySettings Locality { get; init; } = new();
}

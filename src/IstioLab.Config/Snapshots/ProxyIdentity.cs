using System.Collections.Frozen;
using System.Net;

namespace IstioLab.Config.Snapshots;

/// <summary>Which proxy a snapshot is for.</summary>
public sealed record ProxyIdentity
{
    /// <summary>Sidecar or gateway.</summary>
    public ProxyType Type { get; init; } = ProxyType.Sidecar;

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name; empty for a proxy that only <c>explain</c> knows.</summary>
    public string PodName { get; init; } = "";

    /// <summary>The pod's address, which selects the services that the proxy serves.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The pod's labels.</summary>
    public FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The pod's service account.</summary>
    public string ServiceAccount { get; init; } = "default";

    /// <summary>Region, zone and sub-zone of the pod's node, separated by slashes; empty when unknown. The pod's label <c>istio-locality</c> beats it.</summary>
    public string NodeLocality { get; init; } = "";

    /// <summary>The DNS domain of the proxy; <see langword="null"/> for <c>NAMESPACE.svc.cluster.local</c>.</summary>
    public string? DnsDomain { get; init; }

    /// <summary>
    /// The loopback port of a listener for programs that use <c>HTTP_PROXY</c>, which a service outside the cluster has; default 0, the
    /// mesh's setting <c>proxyHttpPort</c>.
    /// </summary>
    public int HttpProxyPort { get; init; }

    /// <summary>Envoy's node id, e.g. <c>sidecar~10.1.0.4~client.nolen~nolen.svc.cluster.local</c>.</summary>
    public string NodeId =>
        $"{(Type == ProxyType.Sidecar ? "sidecar" : "router")}~{Address}~{PodName}.{Namespace}~{DnsDomain ?? Namespace + ".svc.cluster.local"}";
}

using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots;

/// <summary>A port of the workload as its own sidecar serves it.</summary>
public sealed record InboundListener
{
    /// <summary>The port of the container.</summary>
    public required int Port { get; init; }

    /// <summary>Where the application listens when a Sidecar's <c>ingress</c> says so: its port; 0 for <see cref="Port"/>.</summary>
    public int ApplicationPort { get; init; }

    /// <summary>Whether the application is called at its loopback address, as <c>defaultEndpoint: 127.0.0.1:PORT</c> asks.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>The port of the Service that leads here; 0 for a port that no Service names.</summary>
    public int ServicePort { get; init; }

    /// <summary>The cluster: <c>inbound|80||</c>.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Istio's name of the port's filter chains: <c>0.0.0.0_80</c>.</summary>
    public string ChainName { get; init; } = "";

    /// <summary>The virtual host of its HTTP: <c>inbound|http|80</c>, with the port of the Service.</summary>
    public string VirtualHost { get; init; } = "";

    /// <summary>How the bytes are read.</summary>
    public ListenerProtocol Protocol { get; init; } = ListenerProtocol.Auto;

    /// <summary>The service's host name; empty for none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The span's name: <c>host:port/*</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>What the port accepts.</summary>
    public MutualTlsMode MutualTls { get; init; }

    /// <summary>The PeerAuthentication that decided so; <see langword="null"/> for the default.</summary>
    public RuleReference? MutualTlsRule { get; init; }

    /// <summary>
    /// TLS of a Sidecar's <c>ingress</c> that the sidecar ends where <see cref="MutualTls"/> is DISABLE; <see langword="null"/> for none.
    /// </summary>
    public ServerTls? CustomTls { get; init; }
}

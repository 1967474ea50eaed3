using IstioLab.Config.Snapshots;
using IstioLab.Proxy.AccessLogs;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy;

/// <summary>What a sidecar or gateway proxy is made with.</summary>
public sealed record ProxyOptions
{
    /// <summary>Which proxy it is.</summary>
    public required ProxyIdentity Identity { get; init; }

    /// <summary>Its pod's place in the network.</summary>
    public required IPodInterface Pod { get; init; }

    /// <summary>The process's HTTP server, started or about to be.</summary>
    public required PodHttpServer Server { get; init; }

    /// <summary>Who it reports as; one instance per proxy.</summary>
    public required TelemetryResource Resource { get; init; }

    /// <summary>Takes one record per request; default none.</summary>
    public ITelemetryWriter? Telemetry { get; init; }

    /// <summary>Takes one line per request in Istio's format; default none.</summary>
    public AccessLogWriter? AccessLog { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Chooses destinations and endpoints, samples, and makes ids.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>
    /// Resolves the names of ServiceEntries with resolution DNS; default none, and such a service has no healthy endpoint. An unknown
    /// name is an empty answer.
    /// </summary>
    public NameResolver? Resolver { get; init; }

    /// <summary>Where certificates come from; default none, and whoever needs one is refused.</summary>
    public ITlsMaterialSource? Tls { get; init; }

    /// <summary>Whether answers of the mesh itself carry <c>x-istiolab-reason</c>; default true.</summary>
    public bool SendReasons { get; init; } = true;

    /// <summary>Istio's release, for what <c>/server_info</c> shows; default 1.30.</summary>
    public string IstioVersion { get; init; } = "1.30";
}

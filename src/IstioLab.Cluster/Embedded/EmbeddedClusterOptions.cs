using IstioLab.Cluster.Environments;
using IstioLab.Proxy;
using IstioLab.Proxy.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IstioLab.Cluster.Embedded;

/// <summary>How an embedded cluster starts.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>The environment whose certificate authority, port and kubeconfig are read again, or made.</summary>
    public required EnvironmentFolder Folder { get; init; }

    /// <summary>The clock of everything in the cluster. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The seed of names, addresses, load balancing and weighted routes. Equal seeds repeat a run as far as timing allows.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// The most that a pod's termination grace may be. Default 1 s: many lab images ignore SIGTERM and would stay Terminating for
    /// Kubernetes' 30 s. Null leaves it to the pods.
    /// </summary>
    public TimeSpan? Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The Istio release that is followed: <c>1.30</c> (default) or <c>1.17</c>.</summary>
    public string IstioVersion { get; init; } = "1.30";

    /// <summary>Whether the demo profile is installed. Default true.</summary>
    public bool DemoProfile { get; init; } = true;

    /// <summary>
    /// Whether the ports of Services of type LoadBalancer are open on 127.0.0.1 under their own numbers too (80, 443 …), where this machine
    /// allows that and no other program has them. Default false: a test must not take a port that somebody needs.
    /// </summary>
    public bool BalancesOwnPorts { get; init; }

    /// <summary>Resolves names outside of the cluster for pods and proxies. Default null: as this machine does.</summary>
    public NameResolver? OutsideNames { get; init; }

    /// <summary>Takes the proxies' records; null drops them. The cluster does not dispose it.</summary>
    public ITelemetryWriter? Telemetry { get; init; }

    /// <summary>Where the cluster's own log goes. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}

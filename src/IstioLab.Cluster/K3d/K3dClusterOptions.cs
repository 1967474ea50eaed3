using System.Net;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Settings;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.K3d;

/// <summary>How a k3d cluster with a real Istio is made.</summary>
public sealed record K3dClusterOptions
{
    /// <summary>The environment's folder: configuration, kubeconfig and what survives a restart.</summary>
    public required EnvironmentFolder Folder { get; init; }

    /// <summary>The releases.</summary>
    public required MeshVersions Versions { get; init; }

    /// <summary>Where images come from.</summary>
    public ClusterSettings Settings { get; init; } = new();

    /// <summary>A folder that is searched for tools before the PATH; null for none.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether the cluster is stopped instead of deleted at the end, and used again.</summary>
    public bool Keep { get; init; }

    /// <summary>Whether the registries are asked before whether they answer. Default true.</summary>
    public bool AskRegistries { get; init; } = true;

    /// <summary>Reads an environment variable. Default: the process's.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Opens the telemetry relay that pods reach by this host name, at the gateway address of the cluster's network where this machine has
    /// it; null for none.
    /// </summary>
    public Func<string, IPAddress?, CancellationToken, Task<RelayRoute?>>? OpenRelay { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long k3d may take to create or start the cluster.</summary>
    /// <value>Default: 3 minutes.</value>
    public TimeSpan CreateTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long nodes and DNS may take after that, and Istio's pods.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the process id of each tool that is started. Default: nobody.</summary>
    public Action<int> ToolStarted { get; init; } = _ => { };

    /// <summary>Gets a line for each step. Default: nobody.</summary>
    public Action<string> Report { get; init; } = _ => { };
}

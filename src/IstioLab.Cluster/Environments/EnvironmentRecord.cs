using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Environments;

/// <summary>What a running environment says about itself to other processes of its user.</summary>
public sealed record EnvironmentRecord
{
    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster provider: <c>embedded</c>, <c>k3d</c> or <c>current</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>The process that runs it.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>Whether it is <c>starting</c> or <c>ready</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether everything is started that was asked for, the dashboard too; an environment is ready before that.</summary>
    public bool Complete { get; init; }

    /// <summary>The kubeconfig's path.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>The context in the kubeconfig; empty for its current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>The revision of the cluster's Istio; empty where it has none.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Images of the labs that are replaced, by what, because the cluster could not pull them.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that is searched for tools before the PATH; null for none.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether what was made on a real cluster stays when the environment ends.</summary>
    public bool Keep { get; init; }

    /// <summary>The dashboard's login URL; null without a dashboard.</summary>
    public string? Dashboard { get; init; }

    /// <summary>Why telemetry does not arrive, and what to do or to type; null while it does.</summary>
    public string? TelemetryProblem { get; init; }

    /// <summary>The Istio release.</summary>
    public string Istio { get; init; } = "";

    /// <summary>The gateways' addresses on this machine.</summary>
    public IReadOnlyList<ClusterGateway> Gateways { get; init; } = [];

    /// <summary>The Unix socket at which the process takes the call to stop.</summary>
    public string? ControlSocket { get; init; }

    /// <summary>What that call must carry.</summary>
    public string? ControlToken { get; init; }

    /// <summary>Processes that it started and that must not outlive it, such as the dashboard.</summary>
    public IReadOnlyList<ProcessIdentity> Children { get; init; } = [];
}

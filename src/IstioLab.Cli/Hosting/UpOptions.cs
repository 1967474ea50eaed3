namespace IstioLab.Cli.Hosting;

/// <summary>What <c>up</c> starts.</summary>
internal sealed record UpOptions
{
    /// <summary>The active lab; null for none.</summary>
    public string? Lab { get; init; }

    /// <summary>Whether the dashboard is started when there is one.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>The most that a pod's termination grace may be.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The seed of chance.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The cluster.</summary>
    public ClusterRequest Cluster { get; init; } = new();

    /// <summary>Whether the telemetry of a real cluster is relayed to here.</summary>
    public bool Relay { get; init; }

    /// <summary>Gets the process id of each tool that the start of a cluster runs.</summary>
    public Action<int> ToolStarted { get; init; } = _ => { };

    /// <summary>Whether this is the background process of <c>up --detach</c>.</summary>
    public bool Detached { get; init; }
}

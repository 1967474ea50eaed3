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

    /// <summary>The Istio release.</summary>
    public string Istio { get; init; } = "1.30";

    /// <summary>A folder that is searched for tools before the PATH.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether this is the background process of <c>up --detach</c>.</summary>
    public bool Detached { get; init; }
}

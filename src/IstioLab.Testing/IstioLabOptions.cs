namespace IstioLab.Testing;

/// <summary>How a lab in a test starts.</summary>
public sealed record IstioLabOptions
{
    /// <summary>The namespace of objects and workloads that name none. Default <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The Istio release that is followed: <c>1.30</c> (default) or <c>1.17</c>.</summary>
    public string IstioVersion { get; init; } = "1.30";

    /// <summary>The seed of names, addresses, load balancing and weighted routes. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How long applied workloads may take to be ready. Default 30 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of the cluster. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

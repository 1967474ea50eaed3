namespace IstioLab.Config.Snapshots;

/// <summary>The answer to which chain takes a connection to a workload.</summary>
/// <param name="Outcome">What becomes of the connection.</param>
/// <param name="Chain">The chain; <see langword="null"/> when none takes the connection.</param>
public readonly record struct InboundVerdict(InboundOutcome Outcome, InboundChain? Chain)
{
    /// <summary>The cluster that the connection reaches; <see langword="null"/> for none.</summary>
    public string? Cluster => Outcome == InboundOutcome.Taken ? Chain?.Cluster : null;
}

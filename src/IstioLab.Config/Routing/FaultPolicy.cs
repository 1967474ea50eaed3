namespace IstioLab.Config.Routing;

/// <summary>Faults that the client's proxy injects; the delay comes first, each with its own chance.</summary>
/// <param name="Delay">How long to wait; zero for no delay.</param>
/// <param name="DelayPerMillion">How many of a million requests are delayed.</param>
/// <param name="AbortStatus">The HTTP status of an abort; 0 for none.</param>
/// <param name="AbortGrpcStatus">The gRPC status of an abort, or <see langword="null"/>.</param>
/// <param name="AbortPerMillion">How many of a million requests are aborted.</param>
public sealed record FaultPolicy(TimeSpan Delay, int DelayPerMillion, int AbortStatus, int? AbortGrpcStatus, int AbortPerMillion)
{
    /// <summary>Whether requests are aborted at all.</summary>
    public bool HasAbort => AbortPerMillion > 0 && (AbortStatus > 0 || AbortGrpcStatus is not null);

    /// <summary>Whether requests are delayed at all.</summary>
    public bool HasDelay => DelayPerMillion > 0 && Delay > TimeSpan.Zero;
}

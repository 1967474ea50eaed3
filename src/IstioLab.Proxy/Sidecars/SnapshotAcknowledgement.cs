namespace IstioLab.Proxy.Sidecars;

/// <summary>A proxy says that it runs a snapshot; that covers all older ones.</summary>
/// <param name="Version">The snapshot's number.</param>
/// <param name="At">When requests began to follow it.</param>
public readonly record struct SnapshotAcknowledgement(long Version, DateTimeOffset At);

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>How many connections were opened.</summary>
internal sealed class ConnectionCount
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add() => Interlocked.Increment(ref _value);
}

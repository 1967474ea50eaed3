namespace IstioLab.Cluster.Telemetry;

internal static class Nanoseconds
{
    private const int PerTick = 100;

    public static ulong Of(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * PerTick;
}

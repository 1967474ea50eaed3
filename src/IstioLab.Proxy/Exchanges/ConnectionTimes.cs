using IstioLab.Config.Snapshots;

namespace IstioLab.Proxy.Exchanges;

/// <summary>How long connections of a cluster may take to open, be idle, and live; null for the default of the client.</summary>
internal readonly record struct ConnectionTimes(TimeSpan? Connect, TimeSpan? Idle, TimeSpan? Life)
{
    public static ConnectionTimes None { get; }

    public static ConnectionTimes Of(ClusterPolicy policy) => new(
        policy.ConnectTimeout > TimeSpan.Zero ? policy.ConnectTimeout : null,
        policy.ConnectionPool?.IdleTimeout,
        policy.ConnectionPool?.MaxConnectionDuration);
}

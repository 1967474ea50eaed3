namespace IstioLab.Proxy.Exchanges;

/// <summary>Envoy's response flags, in the order in which Envoy prints them.</summary>
[Flags]
internal enum ResponseFlags
{
    None = 0,
    NoHealthyUpstream = 1 << 0,
    UpstreamRequestTimeout = 1 << 1,
    UpstreamRemoteReset = 1 << 2,
    UpstreamConnectionFailure = 1 << 3,
    UpstreamConnectionTermination = 1 << 4,
    UpstreamOverflow = 1 << 5,
    NoRouteFound = 1 << 6,
    DelayInjected = 1 << 7,
    FaultInjected = 1 << 8,
    DownstreamConnectionTermination = 1 << 9,
    UpstreamRetryLimitExceeded = 1 << 10,
    DownstreamProtocolError = 1 << 11,
    UpstreamProtocolError = 1 << 12,
    NoClusterFound = 1 << 13,
}

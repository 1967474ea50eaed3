namespace IstioLab.Cluster.Telemetry.Relay.Als;

/// <summary>Writes Envoy's flags with their short names, in Envoy's order.</summary>
internal static class FlagNames
{
    private static readonly (Func<Flags, bool> IsSet, string Name)[] s_names =
    [
        (flags => flags.FailedLocalHealthCheck, "LH"),
        (flags => flags.NoHealthyUpstream, "UH"),
        (flags => flags.UpstreamRequestTimeout, "UT"),
        (flags => flags.LocalReset, "LR"),
        (flags => flags.UpstreamRemoteReset, "UR"),
        (flags => flags.UpstreamConnectionFailure, "UF"),
        (flags => flags.UpstreamConnectionTermination, "UC"),
        (flags => flags.UpstreamOverflow, "UO"),
        (flags => flags.NoRouteFound, "NR"),
        (flags => flags.DelayInjected, "DI"),
        (flags => flags.FaultInjected, "FI"),
        (flags => flags.RateLimited, "RL"),
        (flags => flags.Denial is not null, "UAEX"),
        (flags => flags.RateLimitServiceError, "RLSE"),
        (flags => flags.DownstreamConnectionTermination, "DC"),
        (flags => flags.UpstreamRetryLimitExceeded, "URX"),
        (flags => flags.StreamIdleTimeout, "SI"),
        (flags => flags.InvalidEnvoyHeaders, "IH"),
        (flags => flags.DownstreamProtocolError, "DPE"),
        (flags => flags.UpstreamStreamTooLong, "UMSDR"),
        (flags => flags.NoFilterConfiguration, "NFCF"),
        (flags => flags.DurationTimeout, "DT"),
        (flags => flags.UpstreamProtocolError, "UPE"),
        (flags => flags.NoClusterFound, "NC"),
        (flags => flags.OverloadManager, "OM"),
        (flags => flags.DnsResolutionFailure, "DF"),
    ];

    public static string Write(Flags? flags) => flags is null ? "-" : string.Join(',', s_names.Where(name => name.IsSet(flags)).Select(name => name.Name)) is { Length: > 0 } text ? text : "-";
}

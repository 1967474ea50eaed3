using System.Collections.Concurrent;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Writes flags as the access log does: <c>UF,URX</c>, or <c>-</c> for none. Each combination is made once.</summary>
internal static class ResponseFlagNames
{
    private static readonly (ResponseFlags Flag, string Name)[] Names =
    [
        (ResponseFlags.NoHealthyUpstream, "UH"),
        (ResponseFlags.UpstreamRequestTimeout, "UT"),
        (ResponseFlags.UpstreamRemoteReset, "UR"),
        (ResponseFlags.UpstreamConnectionFailure, "UF"),
        (ResponseFlags.UpstreamConnectionTermination, "UC"),
        (ResponseFlags.UpstreamOverflow, "UO"),
        (ResponseFlags.NoRouteFound, "NR"),
        (ResponseFlags.DelayInjected, "DI"),
        (ResponseFlags.FaultInjected, "FI"),
        (ResponseFlags.DownstreamConnectionTermination, "DC"),
        (ResponseFlags.UpstreamRetryLimitExceeded, "URX"),
        (ResponseFlags.DownstreamProtocolError, "DPE"),
        (ResponseFlags.UpstreamProtocolError, "UPE"),
        (ResponseFlags.NoClusterFound, "NC"),
    ];

    private static readonly ConcurrentDictionary<ResponseFlags, string> Texts = new();

    public static string Format(ResponseFlags flags) =>
        flags == ResponseFlags.None
            ? "-"
            : Texts.GetOrAdd(flags, static wanted =>
                string.Join(',', Names.Where(name => wanted.HasFlag(name.Flag)).Select(name => name.Name)));
}

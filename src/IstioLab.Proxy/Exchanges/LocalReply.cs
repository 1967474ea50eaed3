using System.Text;

namespace IstioLab.Proxy.Exchanges;

/// <summary>An answer that the proxy gives instead of an upstream; made once, sent many times.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Flags">The response flag it sets.</param>
/// <param name="Details">Envoy's <c>RESPONSE_CODE_DETAILS</c>.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record LocalReply(int Status, ResponseFlags Flags, string Details, ReadOnlyMemory<byte> Body)
{
    public static readonly LocalReply RouteNotFound = new(404, ResponseFlags.NoRouteFound, "route_not_found", default);

    public static readonly LocalReply ClusterNotFound = new(503, ResponseFlags.NoClusterFound, "cluster_not_found", default);

    public static readonly LocalReply NoHealthyUpstream =
        new(503, ResponseFlags.NoHealthyUpstream, "no_healthy_upstream", Utf8("no healthy upstream"));

    public static readonly LocalReply ResponseTimeout =
        new(504, ResponseFlags.UpstreamRequestTimeout, "response_timeout", Utf8("upstream request timeout"));

    public static readonly LocalReply PerTryTimeout = ResponseTimeout with { Details = "upstream_per_try_timeout" };

    public static readonly LocalReply LowVersion =
        new(426, ResponseFlags.DownstreamProtocolError, "low_version", Utf8("Upgrade Required"));

    public static readonly LocalReply Overflow = new(
        503,
        ResponseFlags.UpstreamOverflow,
        "upstream_reset_before_response_started{overflow}",
        Utf8("upstream connect error or disconnect/reset before headers. reset reason: overflow"));

    /// <summary>The body as text, for messages.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

namespace IstioLab.Cluster.Embedded.Streaming.Channels;

/// <summary>The WebSocket subprotocols of Kubernetes' streaming endpoints, best first.</summary>
internal static class ChannelProtocol
{
    /// <summary>As v4, and a client can close its standard input.</summary>
    public const string V5 = "v5.channel.k8s.io";

    /// <summary>The end is a Status as JSON.</summary>
    public const string V4 = "v4.channel.k8s.io";

    /// <summary>kubectl's port-forward: SPDY frames inside binary messages.</summary>
    public const string SpdyPortForward = "SPDY/3.1+portforward.k8s.io";

    /// <summary>The subprotocols for commands.</summary>
    public static IReadOnlyList<string> Commands { get; } = [V5, V4];

    /// <summary>The subprotocols for ports.</summary>
    public static IReadOnlyList<string> Ports { get; } = [SpdyPortForward, V4];

    public static string? Choose(IEnumerable<string> offered, IReadOnlyList<string> known) =>
        known.FirstOrDefault(protocol => offered.Contains(protocol, StringComparer.Ordinal));
}

using IstioLab.Cluster.Embedded.Streaming.Channels;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary>Decides whether a request may become a WebSocket, and with which subprotocol.</summary>
internal static class WebSocketUpgrade
{
    /// <exception cref="Api.ApiException">400 where the client offers no protocol that is spoken here.</exception>
    public static string Choose(HttpContext context, IReadOnlyList<string> known)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw PodTarget.Refuse($"this endpoint speaks WebSocket with '{string.Join("' or '", known)}' only; SPDY without a WebSocket is not supported");
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return ChannelProtocol.Choose(offered, known)
            ?? throw PodTarget.Refuse($"unable to negotiate protocol: client supports '{string.Join(", ", offered)}', server accepts '{string.Join(", ", known)}'");
    }
}

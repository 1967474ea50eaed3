using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using IstioLab.Cluster.Embedded.Streaming.Channels;
using Microsoft.AspNetCore.Http.Features;
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
            throw PodTarget.Refuse($"this endpoint speaks WebSocket with '{string.Join("' or '", known)}' only; SPDY without a WebSocket is not supported: use kubectl 1.31 or later");
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return ChannelProtocol.Choose(offered, known)
            ?? throw PodTarget.Refuse($"unable to negotiate protocol: client supports '{string.Join(", ", offered)}', server accepts '{string.Join(", ", known)}'");
    }

    /// <summary>
    /// Accepts the request. ASP.NET Core refuses subprotocols with a '/', which kubectl's port-forward has, so those are accepted by hand
    /// (https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2).
    /// </summary>
    public static async Task<WebSocket> AcceptAsync(HttpContext context, string protocol)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (!protocol.Contains('/', StringComparison.Ordinal) || upgrade is not { IsUpgradableRequest: true })
        {
            return await context.WebSockets.AcceptWebSocketAsync(protocol);
        }

        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = protocol;
        return WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true });
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1; it protects nothing here.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}

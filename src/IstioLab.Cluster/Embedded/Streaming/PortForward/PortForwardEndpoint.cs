using System.Globalization;
using System.Net.WebSockets;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Streaming.Channels;
using IstioLab.Cluster.Embedded.Streaming.Spdy;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming.PortForward;

/// <summary><c>pods/NAME/portforward</c>, in kubectl's form (SPDY frames in a WebSocket) and in KubernetesClient's (two channels a port).</summary>
internal sealed class PortForwardEndpoint(IObjectApi api, IPodConnector connector)
{
    public async Task HandleAsync(HttpContext context, string ns, string pod, CancellationToken cancellationToken)
    {
        PodTarget.Find(api, ns, pod);
        var protocol = WebSocketUpgrade.Choose(context, ChannelProtocol.Ports);
        var ports = protocol == ChannelProtocol.V4 ? ReadPorts(context.Request.Query) : [];
        using var socket = await WebSocketUpgrade.AcceptAsync(context, protocol);
        var target = new PodPorts(connector, ns, pod);
        try
        {
            if (protocol == ChannelProtocol.V4)
            {
                await new ChannelPortForward(target).RunAsync(socket, ports, cancellationToken);
            }
            else
            {
                await RunSpdyAsync(socket, target, cancellationToken);
            }
        }
        catch (Exception cause) when (cause is WebSocketException or InvalidDataException or OperationCanceledException or EndOfStreamException)
        {
            // The client is gone or no longer speaks the protocol: closing the socket is the whole answer.
        }
    }

    private static async Task RunSpdyAsync(WebSocket socket, PodPorts target, CancellationToken cancellationToken)
    {
        await using var transport = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
        using var connection = new SpdyConnection(transport);
        var forward = new SpdyPortForward(target, cancellationToken);
        await connection.RunAsync(forward.Open, cancellationToken);
        await forward.Ended;
    }

    private static IReadOnlyList<int> ReadPorts(IQueryCollection query)
    {
        var ports = query["ports"].SelectMany(text => (text ?? "").Split(',')).ToList();
        if (ports.Count == 0)
        {
            throw PodTarget.Refuse("query parameter \"ports\" is required");
        }

        return [.. ports.Select(ReadPort)];
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw PodTarget.Refuse($"unable to parse \"{text}\" as a port");
}

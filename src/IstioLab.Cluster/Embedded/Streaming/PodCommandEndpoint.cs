using System.Net.WebSockets;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Streaming.Channels;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary><c>pods/NAME/exec</c> and <c>attach</c> over a WebSocket with Kubernetes' channels.</summary>
internal sealed class PodCommandEndpoint(IObjectApi api, IPodConnector connector)
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    public async Task HandleAsync(HttpContext context, string ns, string pod, bool attach, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var container = PodTarget.ContainerOf(api, ns, pod, query["container"]);
        if (!attach && query["command"].Count == 0)
        {
            throw PodTarget.Refuse("you must specify at least one command for the container");
        }

        var protocol = WebSocketUpgrade.Choose(context, ChannelProtocol.Commands);
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        using var socket = new ChannelSocket(webSocket);
        var channels = new CommandChannels(socket);
        await socket.SendAsync(CommandChannels.Stdout, ReadOnlyMemory<byte>.Empty, cancellationToken);

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadUntilClosedAsync(channels, gone);
        var request = Request(query, ns, pod, container, socket, channels, attach);
        await socket.SendAsync(CommandChannels.Status, await RunAsync(request, attach, gone.Token), CancellationToken.None);
        await socket.CloseAsync(CancellationToken.None);

        // A socket that is dropped at once can take the last output with it, so the client gets a moment to answer the close.
        gone.CancelAfter(CloseLimit);
        await reading;
    }

    private static PodExecRequest Request(
        IQueryCollection query, string ns, string pod, string container, ChannelSocket socket, CommandChannels channels, bool attach)
    {
        var tty = QueryValues.IsSet(query, "tty");
        return new PodExecRequest
        {
            Namespace = ns,
            Pod = pod,
            Container = container,
            Command = attach ? [] : [.. query["command"].OfType<string>()],
            Stdin = QueryValues.IsSet(query, "stdin") ? channels.Input : null,
            Stdout = QueryValues.IsSet(query, "stdout") ? new ChannelStream(socket, CommandChannels.Stdout) : null,
            Stderr = !tty && QueryValues.IsSet(query, "stderr") ? new ChannelStream(socket, CommandChannels.Stderr) : null,
            Tty = tty,
            Resizes = tty ? channels.Sizes : null,
        };
    }

    private static async Task ReadUntilClosedAsync(CommandChannels channels, CancellationTokenSource gone)
    {
        try
        {
            await channels.ReadAsync(gone.Token);
        }
        catch (Exception cause) when (cause is OperationCanceledException or WebSocketException)
        {
            // The conversation is over, from whichever side.
        }

        await gone.CancelAsync();
    }

    private async Task<byte[]> RunAsync(PodExecRequest request, bool attach, CancellationToken cancellationToken)
    {
        try
        {
            var code = attach ? await connector.AttachAsync(request, cancellationToken) : await connector.ExecAsync(request, cancellationToken);
            return CommandStatus.OfExit(code);
        }
        catch (ApiException refusal)
        {
            return CommandStatus.OfRefusal(refusal.Status);
        }
        catch (OperationCanceledException)
        {
            return CommandStatus.OfExit(137);
        }
    }
}

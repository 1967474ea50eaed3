using System.Buffers;
using System.Net.WebSockets;

namespace IstioLab.Cluster.Embedded.Streaming.Channels;

/// <summary>A WebSocket whose binary messages begin with the number of a channel.</summary>
internal sealed class ChannelSocket(WebSocket socket) : IDisposable
{
    private const int LargestPiece = 32 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends bytes on a channel, in pieces; silently nothing once the client is gone.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        do
        {
            var piece = content[..Math.Min(content.Length, LargestPiece)];
            content = content[piece.Length..];
            await SendPieceAsync(channel, piece, cancellationToken);
        }
        while (!content.IsEmpty);
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>Channel and content, or null when the client has closed.</returns>
    public async ValueTask<ChannelMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(4096), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Advance(received.Count);
            if (received.EndOfMessage && message.WrittenCount > 0)
            {
                return new ChannelMessage(message.WrittenSpan[0], message.WrittenMemory[1..]);
            }
        }
    }

    /// <summary>Ends the conversation and waits for the client's answer to it.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken)
            : Task.CompletedTask;

    public void Dispose() => _sending.Dispose();

    private async ValueTask SendPieceAsync(byte channel, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(piece.Length + 1);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            frame[0] = channel;
            piece.CopyTo(frame.AsMemory(1));
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.SendAsync(frame.AsMemory(0, piece.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}

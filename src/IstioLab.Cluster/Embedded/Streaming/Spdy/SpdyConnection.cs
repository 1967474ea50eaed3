using System.Collections.Concurrent;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>The server's side of a SPDY/3.1 connection on a byte stream, as kubectl's port-forward speaks it inside a WebSocket.</summary>
internal sealed class SpdyConnection(Stream transport) : IDisposable
{
    private const int SynStreamHeadLength = 10;

    private readonly ConcurrentDictionary<int, SpdyStream> _streams = new();
    private readonly SpdyHeaderReader _headers = new();
    private readonly SpdyHeaderWriter _replies = new();
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Reads until the client ends the connection; <paramref name="opened"/> gets each stream once it is accepted.</summary>
    public async Task RunAsync(Action<SpdyStream> opened, CancellationToken cancellationToken)
    {
        try
        {
            while (await SpdyFrames.ReadAsync(transport, cancellationToken) is { } frame)
            {
                await HandleAsync(frame, opened, cancellationToken);
            }
        }
        finally
        {
            foreach (var stream in _streams.Values)
            {
                await stream.EndAsync();
            }
        }
    }

    public void Dispose()
    {
        _headers.Dispose();
        _sending.Dispose();
    }

    internal async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await transport.WriteAsync(frame, cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async ValueTask HandleAsync(SpdyFrame frame, Action<SpdyStream> opened, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case SpdyFrameType.SynStream:
                opened(await AcceptAsync(frame, cancellationToken));
                break;
            case SpdyFrameType.Data when _streams.TryGetValue(frame.StreamId, out var stream):
                await stream.ReceiveAsync(frame, cancellationToken);
                break;
            case SpdyFrameType.Reset when _streams.TryRemove(SpdyFrames.StreamIdOf(frame), out var stream):
                await stream.EndAsync();
                break;
            case SpdyFrameType.Ping:
                await SendAsync(SpdyFrames.Control(SpdyFrameType.Ping, frame.Payload.Span), cancellationToken);
                break;
        }
    }

    private async ValueTask<SpdyStream> AcceptAsync(SpdyFrame frame, CancellationToken cancellationToken)
    {
        var id = SpdyFrames.StreamIdOf(frame);
        var stream = new SpdyStream(this, id, _headers.Read(frame.Payload[SynStreamHeadLength..]));
        _streams[id] = stream;
        await SendAsync(SpdyFrames.Control(SpdyFrameType.SynReply, _replies.ReplyTo(id)), cancellationToken);
        if (frame.IsLast)
        {
            await stream.EndAsync();
        }

        return stream;
    }
}

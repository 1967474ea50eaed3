using System.IO.Pipelines;

namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>One stream that the client opened: what it sends is read from here, what is written goes to it.</summary>
internal sealed class SpdyStream(SpdyConnection connection, int id, IReadOnlyDictionary<string, string> headers)
{
    private readonly Pipe _incoming = new();

    public int Id => id;

    /// <summary>The headers it was opened with.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    public Stream Input => _incoming.Reader.AsStream();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        connection.SendAsync(SpdyFrames.Data(id, content.Span, last: false), cancellationToken);

    /// <summary>Says that nothing more will be written.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(SpdyFrames.Data(id, [], last: true), cancellationToken);

    internal async ValueTask ReceiveAsync(SpdyFrame frame, CancellationToken cancellationToken)
    {
        await _incoming.Writer.WriteAsync(frame.Payload, cancellationToken);
        if (frame.IsLast)
        {
            await EndAsync();
        }
    }

    internal ValueTask EndAsync() => _incoming.Writer.CompleteAsync();
}

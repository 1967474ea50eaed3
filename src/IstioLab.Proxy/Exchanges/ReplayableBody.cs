using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// A request's body that is kept while it is sent, so that a retry can send it again. Like Envoy it keeps one MiB at most; a longer
/// body is sent once.
/// </summary>
internal sealed class ReplayableBody(Stream inner) : Stream
{
    private const int Longest = 1024 * 1024;
    private readonly MemoryStream _kept = new();
    private int _position;

    /// <summary>False once the body grew too long to keep.</summary>
    public bool CanRewind { get; private set; } = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public static bool IsNeeded(HttpRequest request) =>
        request.ContentLength is > 0 and <= Longest
        || (request.ContentLength is null && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true });

    /// <summary>Keeps a request's body while it is read.</summary>
    public static ReplayableBody Install(HttpRequest request)
    {
        var body = new ReplayableBody(request.Body);
        request.Body = body;
        return body;
    }

    public void Rewind() => _position = 0;

    /// <summary>Reads ahead and keeps all that was read; the body reads from its beginning afterwards.</summary>
    /// <returns>The whole body, or null when it is too long to keep.</returns>
    public async ValueTask<byte[]?> ReadAheadAsync(CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        while (_kept.Length <= Longest)
        {
            var read = await inner.ReadAsync(buffer, ct);
            if (read == 0)
                return _kept.ToArray();
            _kept.Write(buffer, 0, read);
        }
        CanRewind = false;
        return null;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _kept.Length)
        {
            var replayed = Math.Min(buffer.Length, (int)_kept.Length - _position);
            _kept.GetBuffer().AsSpan(_position, replayed).CopyTo(buffer.Span);
            _position += replayed;
            return replayed;
        }
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> read)
    {
        CanRewind = CanRewind && _kept.Length + read.Length <= Longest;
        if (!CanRewind)
            return;
        _kept.Write(read);
        _position += read.Length;
    }
}

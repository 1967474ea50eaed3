using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>Reads HTTP/1 messages from a connection, one after the other.</summary>
internal sealed class HttpMessageReader(Stream stream) : IDisposable
{
    private const int InitialBytes = 4 * 1024;
    private const int MaximumHead = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    /// <summary>Reads a head; <see langword="null"/> when the connection ended before one began.</summary>
    /// <exception cref="MalformedHttpException">It is not HTTP/1, is too long, or stops in the middle.</exception>
    public async ValueTask<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = FindHeadEnd(searched);
            if (length > 0)
            {
                var head = Parse(_buffer.AsSpan(_start, length));
                _start += length;
                return head;
            }
            searched = Math.Max(0, _end - _start - 3);
            if (_end - _start >= MaximumHead)
                throw new MalformedHttpException("headers are too long");
            if (await FillAsync(cancellationToken) == 0)
                return _end == _start ? null : throw new MalformedHttpException("connection closed within the headers");
        }
    }

    /// <summary>Reads a body of a known length.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLengthAsync(long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end && await FillAsync(cancellationToken) == 0)
                throw new MalformedHttpException($"{length} bytes are missing");
            var part = (int)Math.Min(length, _end - _start);
            var chunk = _buffer.AsMemory(_start, part);
            _start += part;
            length -= part;
            yield return chunk;
        }
    }

    /// <summary>Reads a body that ends with the connection.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadToEndAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_start < _end || await FillAsync(cancellationToken) > 0)
        {
            var chunk = _buffer.AsMemory(_start, _end - _start);
            _start = _end;
            yield return chunk;
        }
    }

    /// <summary>Reads a body in chunks, and the trailers behind it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            var extension = line.IndexOf(';', StringComparison.Ordinal);
            if (!long.TryParse(extension < 0 ? line : line[..extension], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
                throw new MalformedHttpException("chunk size is not a number");
            if (size == 0)
                break;
            await foreach (var chunk in ReadLengthAsync(size, cancellationToken))
                yield return chunk;
            await ReadLineAsync(cancellationToken);
        }
        while ((await ReadLineAsync(cancellationToken)).Length > 0)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private int FindHeadEnd(int from)
    {
        var span = _buffer.AsSpan(_start, _end - _start);
        var at = span[Math.Min(from, span.Length)..].IndexOf("\r\n\r\n"u8);
        if (at >= 0)
            return at + from + 4;
        at = span.IndexOf("\n\n"u8);
        return at < 0 ? 0 : at + 2;
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, end).TrimEnd('\r');
                _start += end + 1;
                return line;
            }
            if (_end - _start >= MaximumHead)
                throw new MalformedHttpException("line is too long");
            if (await FillAsync(cancellationToken) == 0)
                throw new MalformedHttpException("connection closed within a chunk");
        }
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }
            else
            {
                var grown = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
                _buffer.AsSpan(0, _end).CopyTo(grown);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = grown;
            }
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read;
    }

    private static HttpHead Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var startLine = Encoding.Latin1.GetString(bytes[..end].TrimEnd((byte)'\r'));
        bytes = bytes[(end + 1)..];
        var headers = new List<HttpHeader>(12);
        while (!bytes.IsEmpty)
        {
            end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            line = line.TrimEnd((byte)'\r');
            if (line.IsEmpty)
                break;
            var colon = line.IndexOf((byte)':');
            if (colon < 1)
                throw new MalformedHttpException("header without a colon");
            headers.Add(new HttpHeader(Name(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        }
        return new HttpHead(startLine, headers);
    }

    private static string Name(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.SequenceEqual("host"u8) => "host",
        _ when bytes.SequenceEqual("Host"u8) => "Host",
        _ when bytes.SequenceEqual("user-agent"u8) => "user-agent",
        _ when bytes.SequenceEqual("accept"u8) => "accept",
        _ => Encoding.Latin1.GetString(bytes),
    };
}

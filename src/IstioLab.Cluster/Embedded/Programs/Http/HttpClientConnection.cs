using System.Net;
using System.Text;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>A connection of curl or wget: sends a request as it is and reads the answer piece by piece.</summary>
internal sealed class HttpClientConnection : IAsyncDisposable
{
    private readonly PodConnection _connection;
    private readonly Stream _stream;
    private readonly HttpMessageReader _reader;

    private HttpClientConnection(PodConnection connection, Stream stream, IPEndPoint remote)
    {
        _connection = connection;
        _stream = stream;
        _reader = new HttpMessageReader(stream);
        Remote = remote;
    }

    /// <summary>The address that was dialled.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>Whether the last answer allows another request.</summary>
    public bool IsReusable { get; private set; } = true;

    /// <summary>Dials.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody answers there.</exception>
    public static ValueTask<HttpClientConnection> OpenAsync(IPodInterface network, IPEndPoint remote, CancellationToken cancellationToken) =>
        OpenAsync(network, remote, secure: null, cancellationToken);

    /// <summary>Dials.</summary>
    /// <param name="network">The pod's place in the network.</param>
    /// <param name="remote">Whom to dial.</param>
    /// <param name="secure">Begins TLS over the connection; null for none. Its exceptions pass.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody answers there.</exception>
    public static async ValueTask<HttpClientConnection> OpenAsync(
        IPodInterface network, IPEndPoint remote, Func<Stream, CancellationToken, ValueTask<Stream>>? secure, CancellationToken cancellationToken)
    {
        var connection = await network.DialAsync(remote, cancellationToken);
        try
        {
            return new HttpClientConnection(connection, secure is null ? connection.Stream : await secure(connection.Stream, cancellationToken), remote);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends the head and the body of a request.</summary>
    public async ValueTask SendAsync(string head, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var message = new byte[Encoding.UTF8.GetByteCount(head) + body.Length];
        var length = Encoding.UTF8.GetBytes(head, message);
        body.CopyTo(message.AsMemory(length));
        await _stream.WriteAsync(message, cancellationToken);
    }

    /// <summary>Reads the head of the answer; <see langword="null"/> when the server closed without one.</summary>
    public async ValueTask<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = await _reader.ReadHeadAsync(cancellationToken);
        IsReusable = head?.KeepsAlive == true;
        return head;
    }

    /// <summary>Reads the body of an answer.</summary>
    /// <param name="head">The answer's head.</param>
    /// <param name="status">Its status code.</param>
    /// <param name="method">Method of the request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBodyAsync(HttpHead head, int status, string method, CancellationToken cancellationToken)
    {
        if (method == "HEAD" || status is < 200 or 204 or 304)
            return _reader.ReadLengthAsync(0, cancellationToken);
        if (head.IsChunked)
            return _reader.ReadChunksAsync(cancellationToken);
        if (head.ContentLength is { } length)
            return _reader.ReadLengthAsync(length, cancellationToken);
        IsReusable = false;
        return _reader.ReadToEndAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>
/// A small HTTP/1.1 server on a pod's port: keeps connections open, one buffer per connection. It is for the applications in pods;
/// proxies have Kestrel.
/// </summary>
internal sealed class HttpServerLoop(Func<HttpServerRequest, CancellationToken, ValueTask<HttpServerResponse>> answer)
{
    private const int MaximumBody = 16 * 1024 * 1024;

    /// <summary>Serves until <paramref name="cancellationToken"/> is cancelled or the listener is closed.</summary>
    public async Task ServeAsync(IPodListener listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            PodConnection connection;
            try
            {
                connection = await listener.AcceptAsync(cancellationToken);
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = ServeConnectionAsync(connection, cancellationToken);
        }
    }

    private async Task ServeConnectionAsync(PodConnection connection, CancellationToken cancellationToken)
    {
        // Cancellation closes the socket: passing the token to each read would cost a registration per request.
        await using var closing = cancellationToken.UnsafeRegister(static state => ((PodConnection)state!).Stream.Dispose(), connection);
        using var reader = new HttpMessageReader(connection.Stream);
        var output = new ArrayBufferWriter<byte>(512);
        try
        {
            while (await ReadRequestAsync(connection, reader, output) is { } request)
            {
                var response = await answer(request, cancellationToken);
                var keep = !response.Close && request.Head.KeepsAlive;
                output.ResetWrittenCount();
                Write(output, response, request.Method == "HEAD", keep);
                await connection.Stream.WriteAsync(output.WrittenMemory, CancellationToken.None);
                if (!keep)
                    break;
                if (output.Capacity > 64 * 1024)
                    output = new ArrayBufferWriter<byte>(512);
            }
        }
        catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client or the container has gone.
        }
        await connection.DisposeAsync();
    }

    private static async ValueTask<HttpServerRequest?> ReadRequestAsync(
        PodConnection connection, HttpMessageReader reader, ArrayBufferWriter<byte> output)
    {
        var head = await reader.ReadHeadAsync(CancellationToken.None);
        if (head is null)
            return null;
        var line = head.StartLine.Split(' ');
        if (line.Length != 3 || !line[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            output.ResetWrittenCount();
            Write(output, new HttpServerResponse { Status = 400, Close = true }, false, false);
            await connection.Stream.WriteAsync(output.WrittenMemory, CancellationToken.None);
            return null;
        }
        if (head.Find("Expect")?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) == true)
            await connection.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), CancellationToken.None);
        return new HttpServerRequest
        {
            Method = line[0],
            Target = line[1],
            Head = head,
            Body = await ReadBodyAsync(reader, head),
            Source = connection.Source,
        };
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpMessageReader reader, HttpHead head)
    {
        if (!head.IsChunked && head.ContentLength is not > 0)
            return default;
        var chunks = head.IsChunked
            ? reader.ReadChunksAsync(CancellationToken.None)
            : reader.ReadLengthAsync(head.ContentLength!.Value, CancellationToken.None);
        var body = new ArrayBufferWriter<byte>();
        await foreach (var chunk in chunks)
        {
            if (body.WrittenCount + chunk.Length > MaximumBody)
                throw new MalformedHttpException("body is too long");
            body.Write(chunk.Span);
        }
        return body.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> output, HttpServerResponse response, bool headOnly, bool keepAlive)
    {
        output.Write("HTTP/1.1 "u8);
        WriteNumber(output, response.Status);
        output.Write(" "u8);
        Encoding.Latin1.GetBytes(response.Reason ?? HttpReasons.Of(response.Status), output);
        foreach (var header in response.Headers)
        {
            output.Write("\r\n"u8);
            Encoding.Latin1.GetBytes(header.Name, output);
            output.Write(": "u8);
            Encoding.Latin1.GetBytes(header.Value, output);
        }
        if (response.Status is >= 200 and not (204 or 304))
        {
            output.Write("\r\nContent-Length: "u8);
            WriteNumber(output, response.Body.Length);
        }
        output.Write(keepAlive ? "\r\n\r\n"u8 : "\r\nConnection: close\r\n\r\n"u8);
        if (!headOnly && !response.IsHeadOnly)
            output.Write(response.Body.Span);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> output, int number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(11), out var written);
        output.Advance(written);
    }
}

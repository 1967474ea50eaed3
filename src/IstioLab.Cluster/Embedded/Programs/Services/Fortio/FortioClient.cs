using System.Globalization;
using System.Net;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services.Fortio;

/// <summary>One connection of fortio: it is kept while the server keeps it.</summary>
internal sealed class FortioClient(ProgramContext context, CurlUrl url, IPAddress address, IReadOnlyList<string> headers) : IAsyncDisposable
{
    private readonly string _head = Write(url, headers);
    private HttpClientConnection? _connection;

    /// <summary>How many connections were opened.</summary>
    public int Opened { get; private set; }

    /// <summary>Sends the request.</summary>
    /// <returns>Status (-1 when there was no answer), head and body.</returns>
    public async ValueTask<(int Status, HttpHead? Head, byte[] Body)> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is null)
            {
                _connection = await HttpClientConnection.OpenAsync(context.Host.Spec.Network, new IPEndPoint(address, url.Port), cancellationToken);
                Opened++;
            }

            await _connection.SendAsync(_head, default, cancellationToken);
            if (await _connection.ReadHeadAsync(cancellationToken) is not { } head)
                return await FailAsync();
            var status = int.Parse(head.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);
            var body = new MemoryStream();
            await foreach (var chunk in _connection.ReadBodyAsync(head, status, "GET", cancellationToken))
                body.Write(chunk.Span);
            if (!_connection.IsReusable)
                await DisposeAsync();
            return (status, head, body.ToArray());
        }
        catch (Exception problem) when (problem is IOException or System.Net.Sockets.SocketException or FormatException)
        {
            return await FailAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } open)
            await open.DisposeAsync();
        _connection = null;
    }

    private async ValueTask<(int, HttpHead?, byte[])> FailAsync()
    {
        await DisposeAsync();
        return (-1, null, []);
    }

    private static string Write(CurlUrl url, IReadOnlyList<string> headers)
    {
        var host = headers.FirstOrDefault(header => header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) ?? $"Host: {url.Authority}";
        var text = new StringBuilder($"GET {url.Target} HTTP/1.1\r\n{host}\r\n");
        if (!headers.Any(header => header.StartsWith("User-Agent:", StringComparison.OrdinalIgnoreCase)))
            text.Append("User-Agent: fortio.org/fortio-1.69.0\r\n");
        foreach (var header in headers.Where(header => header != host))
            text.Append(header).Append("\r\n");
        return text.Append("\r\n").ToString();
    }
}

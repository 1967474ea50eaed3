using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>One transfer of curl: resolve, connect, send, receive, and follow.</summary>
internal sealed class CurlTransfer(ProgramContext context, CurlOptions options, CurlConnections connections, CurlTrace trace)
{
    /// <summary>Version that is named in User-Agent.</summary>
    public const string Version = "8.10.1";

    private readonly long _started = context.Time.GetTimestamp();
    private long _received;

    /// <summary>What is known for <c>--write-out</c>.</summary>
    public CurlResult Result { get; } = new();

    /// <summary>Runs it.</summary>
    /// <param name="address">As typed.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellationToken">The process has to end.</param>
    /// <exception cref="CurlException">It failed.</exception>
    public async ValueTask RunAsync(string address, Stream output, CancellationToken cancellationToken)
    {
        using var deadline = options.MaximumTime is { Ticks: > 0 } limit ? new CancellationTokenSource(limit, context.Time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var url = CurlUrl.Parse(address);
            var method = Method();
            var body = await BodyAsync(both.Token);
            for (var redirects = 0; ; redirects++)
            {
                var next = await ExchangeAsync(url, method, body, output, both.Token);
                if (next is null || !options.Location)
                    break;
                if (redirects == options.MaximumRedirects)
                    throw new CurlException(47, $"Maximum ({options.MaximumRedirects}) redirects followed");
                if (Result.Status is 301 or 302 or 303 && method is not ("GET" or "HEAD") && options.Method is null)
                    (method, body) = ("GET", null);
                Result.Redirects++;
                url = next;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Timeout(_received);
        }
        finally
        {
            Result.Total = context.Time.GetElapsedTime(_started);
        }
    }

    private string Method() => options.Method
        ?? (options.HeadOnly ? "HEAD" : options.Upload is not null ? "PUT" : options.Data is not null && !options.DataInQuery ? "POST" : "GET");

    private async ValueTask<byte[]?> BodyAsync(CancellationToken cancellationToken)
    {
        if (options.Upload is { } file)
        {
            await using var stream = AppletInput.Open(context, file) ?? throw new CurlException(26, $"Failed to open {file}");
            return await AppletInput.AllAsync(stream, cancellationToken);
        }
        return options.Data is null || options.DataInQuery ? null : Joined(options.Data, options.IsJson ? "" : "&");
    }

    private async ValueTask<CurlUrl?> ExchangeAsync(CurlUrl url, string method, byte[]? body, Stream output, CancellationToken cancellationToken)
    {
        Result.Url = url.ToString();
        var connection = await ConnectAsync(url, cancellationToken);
        Result.Remote = connection.Remote;
        try
        {
            var target = options is { DataInQuery: true, Data: { } data }
                ? url.Target + (url.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Encoding.UTF8.GetString(Joined(data, "&"))
                : url.Target;
            var head = CurlRequestHead.Write(options, method, url, target, body);
            await trace.RequestAsync(head, cancellationToken);
            await connection.SendAsync(head, body, cancellationToken);
            await trace.NoteAsync("Request completely sent off", cancellationToken);
            return await ReceiveAsync(connection, url, method, output, cancellationToken);
        }
        catch (MalformedHttpException problem)
        {
            connections.Forget(connection);
            throw _received > 0 || Result.Status > 0
                ? new CurlException(18, "transfer closed with outstanding read data remaining")
                : new CurlException(1, "Received HTTP/0.9 when not allowed: " + problem.Message);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            connections.Forget(connection);
            throw new CurlException(56, "Recv failure: Connection reset by peer");
        }
        catch (OperationCanceledException)
        {
            connections.Forget(connection);
            throw;
        }
    }

    private async ValueTask<CurlUrl?> ReceiveAsync(
        HttpClientConnection connection, CurlUrl url, string method, Stream output, CancellationToken cancellationToken)
    {
        HttpHead? head;
        do
        {
            head = await connection.ReadHeadAsync(cancellationToken);
            if (head is null)
            {
                connections.Forget(connection);
                throw new CurlException(52, "Empty reply from server");
            }
            Result.Take(head, context.Time.GetElapsedTime(_started));
            await ShowHeadAsync(head, output, cancellationToken);
        }
        while (Result.Status is >= 100 and < 200);

        var failed = Result.Status >= 400 && options.Fail;
        var next = Redirection(url, head);
        var discard = failed || (next is not null && options.Location);
        await foreach (var chunk in connection.ReadBodyAsync(head, Result.Status, method, cancellationToken))
        {
            _received += chunk.Length;
            Result.Downloaded += chunk.Length;
            if (!discard)
                await WriteAsync(output, chunk, cancellationToken);
        }
        if (!connection.IsReusable)
            connections.Forget(connection);
        await trace.EndAsync(url.Host, connection.IsReusable, cancellationToken);
        if (Result.Status >= 400 && (options.Fail || options.FailWithBody))
            throw new CurlException(22, $"The requested URL returned error: {Result.Status}");
        return next;
    }

    private async ValueTask ShowHeadAsync(HttpHead head, Stream output, CancellationToken cancellationToken)
    {
        await trace.ResponseAsync(head, cancellationToken);
        if (!options.Include && !options.HeadOnly)
            return;
        var text = new StringBuilder(head.StartLine).Append("\r\n");
        foreach (var header in head.Headers)
            text.Append(header.Name).Append(": ").Append(header.Value).Append("\r\n");
        await WriteAsync(output, Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), cancellationToken);
    }

    private CurlUrl? Redirection(CurlUrl url, HttpHead head)
    {
        if (Result.Status is not (301 or 302 or 303 or 307 or 308) || head.Find("Location") is not { Length: > 0 } location)
            return null;
        var absolute = Uri.TryCreate(new Uri(url.ToString()), location, out var target) ? target.AbsoluteUri : location;
        Result.RedirectUrl = absolute;
        return options.Location ? CurlUrl.Parse(absolute) : null;
    }

    private async ValueTask<HttpClientConnection> ConnectAsync(CurlUrl url, CancellationToken cancellationToken)
    {
        if (connections.Find(url) is { } open)
        {
            await trace.NoteAsync($"Re-using existing connection with host {url.Host}", cancellationToken);
            return open;
        }
        var addresses = await ResolveAsync(url, cancellationToken);
        Result.NameLookup = context.Time.GetElapsedTime(_started);
        if (addresses.Count == 0)
            throw new CurlException(6, $"Could not resolve host: {url.Host}");
        await trace.ResolvedAsync(url, addresses, cancellationToken);
        foreach (var address in addresses)
        {
            await trace.NoteAsync(string.Create(CultureInfo.InvariantCulture, $"  Trying {address}:{url.Port}..."), cancellationToken);
            if (await TryConnectAsync(url, new IPEndPoint(address, url.Port), cancellationToken) is not { } connection)
                continue;
            connections.Add(url, connection);
            Result.Connect = context.Time.GetElapsedTime(_started);
            Result.Connects++;
            await trace.NoteAsync(string.Create(CultureInfo.InvariantCulture, $"Connected to {url.Host} ({address}) port {url.Port}"), cancellationToken);
            return connection;
        }
        throw new CurlException(7, $"Failed to connect to {url.Host} port {url.Port} after {Elapsed()} ms: Couldn't connect to server");
    }

    private async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(CurlUrl url, CancellationToken cancellationToken)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{url.Port}:");
        foreach (var entry in options.Resolve)
        {
            if (entry.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(entry.AsSpan(prefix.Length), out var address))
                return [address];
        }
        return await NameLookup.ResolveAsync(context, url.Host, cancellationToken);
    }

    private async ValueTask<HttpClientConnection?> TryConnectAsync(CurlUrl url, IPEndPoint remote, CancellationToken cancellationToken)
    {
        using var deadline = options.ConnectTimeout is { Ticks: > 0 } limit ? new CancellationTokenSource(limit, context.Time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await HttpClientConnection.OpenAsync(context.Host.Spec.Network, remote, CurlTls.Of(context, options, url), both.Token);
        }
        catch (SocketException problem)
        {
            await trace.NoteAsync($"connect to {remote.Address} port {remote.Port} failed: {Words(problem)}", cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CurlException(28, $"Connection timed out after {Elapsed()} milliseconds");
        }
    }

    private static async ValueTask WriteAsync(Stream output, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(bytes, cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new CurlException(23, "Failure writing output to destination");
        }
    }

    private CurlException Timeout(long received) => Result.Connect == TimeSpan.Zero && connections.IsEmpty
        ? new CurlException(28, $"Connection timed out after {Elapsed()} milliseconds")
        : new CurlException(28, $"Operation timed out after {Elapsed()} milliseconds with {received} bytes received");

    private long Elapsed() => (long)context.Time.GetElapsedTime(_started).TotalMilliseconds;

    private static string Words(SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "Connection refused",
        SocketError.HostUnreachable => "No route to host",
        SocketError.NetworkUnreachable => "Network is unreachable",
        SocketError.TimedOut => "Operation timed out",
        _ => problem.Message,
    };

    private static byte[] Joined(List<byte[]> pieces, string separator)
    {
        var body = new MemoryStream();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0)
                body.Write(Encoding.ASCII.GetBytes(separator));
            body.Write(pieces[i]);
        }
        return body.ToArray();
    }
}

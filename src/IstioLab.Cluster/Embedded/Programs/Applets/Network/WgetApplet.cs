using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network;

/// <summary><c>wget [-qS] [-O file] [-T seconds] [--header h] [--post-data d] [--spider] [-t tries] url…</c> with busybox' words.</summary>
internal sealed class WgetApplet
{
    private const int MaximumRedirects = 20;

    private readonly ProgramContext _context;
    private readonly List<string> _urls = [];
    private readonly List<string> _headers = [];
    private bool _quiet;
    private bool _showHeaders;
    private bool _spider;
    private string? _output;
    private string? _postData;
    private string? _userAgent;
    private TimeSpan _timeout = TimeSpan.FromSeconds(900);

    private WgetApplet(ProgramContext context) => _context = context;

    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var wget = new WgetApplet(context);
        wget.ReadArguments();
        if (wget._urls.Count == 0)
            throw new AppletException("usage: wget [-qS] [--spider] [--header STR] [-O FILE] [--post-data STR] [-T SEC] URL...");
        foreach (var url in wget._urls)
            await wget.FetchAsync(url, cancellationToken);
        return 0;
    }

    private void ReadArguments()
    {
        var arguments = _context.Arguments;
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = argument.IndexOf('=', StringComparison.Ordinal);
                var name = equals < 0 ? argument : argument[..equals];
                ReadLong(name, () => equals >= 0 ? argument[(equals + 1)..] : arguments.ElementAtOrDefault(++i) ?? throw new AppletException($"option requires an argument: {name}"));
            }
            else if (argument is ['-', _, ..])
            {
                for (var j = 1; j < argument.Length; j++)
                {
                    if (!"OTUtPYoe".Contains(argument[j], StringComparison.Ordinal))
                    {
                        ReadFlag(argument[j]);
                        continue;
                    }
                    var value = j + 1 < argument.Length ? argument[(j + 1)..] : arguments.ElementAtOrDefault(++i) ?? throw new AppletException($"option requires an argument: {argument[j]}");
                    ReadValue(argument[j], value);
                    break;
                }
            }
            else
            {
                _urls.Add(argument);
            }
        }
    }

    private void ReadFlag(char letter)
    {
        switch (letter)
        {
            case 'q': _quiet = true; break;
            case 'S': _showHeaders = true; break;
            case 'c' or 'v' or 'n': break;
            default: throw new AppletException($"unrecognized option: {letter}");
        }
    }

    private void ReadValue(char letter, string value)
    {
        switch (letter)
        {
            case 'O': _output = value; break;
            case 'U': _userAgent = value; break;
            case 'T': _timeout = TimeSpan.FromSeconds(Math.Max(1, AppletOptions.ParseNumber(value))); break;
        }
    }

    private void ReadLong(string name, Func<string> value)
    {
        switch (name)
        {
            case "--header": _headers.Add(value()); break;
            case "--post-data": _postData = value(); break;
            case "--spider": _spider = true; break;
            case "--output-document": _output = value(); break;
            case "--user-agent": _userAgent = value(); break;
            case "--timeout": ReadValue('T', value()); break;
            case "--tries": _ = value(); break;
            case "--quiet": _quiet = true; break;
            case "--server-response": _showHeaders = true; break;
            case "--no-check-certificate" or "--no-verbose": break;
            default: throw new AppletException($"unrecognized option: {name[2..]}");
        }
    }

    private async ValueTask FetchAsync(string address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, _context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var url = Parse(address);
            for (var redirects = 0; await ExchangeAsync(url, both.Token) is { } next; redirects++)
            {
                if (redirects == MaximumRedirects)
                    throw new AppletException("too many redirections");
                url = next;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AppletException("download timed out");
        }
        catch (IOException problem) when (problem is not (FileException or BrokenPipeException))
        {
            throw new AppletException("error getting response: Connection reset by peer");
        }
    }

    private static CurlUrl Parse(string address)
    {
        try
        {
            return CurlUrl.Parse(address);
        }
        catch (CurlException problem)
        {
            throw new AppletException(problem.Code == 1 ? $"not an http or ftp url: {address}" : $"bad address '{address}'");
        }
    }

    private async ValueTask<CurlUrl?> ExchangeAsync(CurlUrl url, CancellationToken cancellationToken)
    {
        var addresses = await NameLookup.ResolveAsync(_context, url.Host, cancellationToken);
        if (addresses.Count == 0)
            throw new AppletException($"bad address '{url.Authority}'");
        var remote = new IPEndPoint(addresses[0], url.Port);
        await NoteAsync($"Connecting to {url.Authority} ({remote})", cancellationToken);
        await using var connection = await OpenAsync(url, remote, cancellationToken);
        await connection.SendAsync(Head(url), Encoding.UTF8.GetBytes(_postData ?? ""), cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken) ?? throw new AppletException("error getting response");
        if (_showHeaders)
        {
            foreach (var line in (string[])[head.StartLine, .. head.Headers.Select(header => $"{header.Name}: {header.Value}")])
                _context.Err.WriteLine("  " + line);
            await _context.FlushAsync(cancellationToken);
        }
        var words = head.StartLine.Split(' ', 3);
        var status = words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
        if (status is 301 or 302 or 303 or 307 or 308 && head.Find("Location") is { } location)
            return Parse(Uri.TryCreate(new Uri(url.ToString()), location, out var target) ? target.AbsoluteUri : location);
        if (status is < 200 or >= 300)
            throw new AppletException($"server returned error: {head.StartLine}");
        if (_spider)
            await NoteAsync("remote file exists", cancellationToken);
        else
            await SaveAsync(url, connection.ReadBodyAsync(head, status, "GET", cancellationToken), cancellationToken);
        return null;
    }

    private async ValueTask<HttpClientConnection> OpenAsync(CurlUrl url, IPEndPoint remote, CancellationToken cancellationToken)
    {
        try
        {
            return await HttpClientConnection.OpenAsync(_context.Host.Spec.Network, remote, cancellationToken);
        }
        catch (SocketException problem)
        {
            var reason = problem.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "Connection refused",
                SocketError.HostUnreachable => "No route to host",
                _ => problem.Message,
            };
            throw new AppletException($"can't connect to remote host ({remote.Address}): {reason}");
        }
    }

    private string Head(CurlUrl url)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{(_postData is null ? "GET" : "POST")} {url.Target} HTTP/1.1\r\n");
        if (!_headers.Exists(header => header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
            head.Append(CultureInfo.InvariantCulture, $"Host: {url.Authority}\r\n");
        if (!_headers.Exists(header => header.StartsWith("User-Agent:", StringComparison.OrdinalIgnoreCase)))
            head.Append(CultureInfo.InvariantCulture, $"User-Agent: {_userAgent ?? "Wget"}\r\n");
        head.Append("Connection: close\r\n");
        foreach (var header in _headers)
            head.Append(header).Append("\r\n");
        if (_postData is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Encoding.UTF8.GetByteCount(_postData)}\r\n");
        return head.Append("\r\n").ToString();
    }

    private async ValueTask SaveAsync(CurlUrl url, IAsyncEnumerable<ReadOnlyMemory<byte>> body, CancellationToken cancellationToken)
    {
        if (_output == "-")
        {
            await foreach (var chunk in body)
            {
                await _context.Output.WriteAsync(chunk, cancellationToken);
                await _context.Output.FlushAsync(cancellationToken);
            }
            return;
        }
        var name = _output ?? (FilePath.Name(url.Target.Split('?')[0]) is { Length: > 0 } last ? last : "index.html");
        var path = _context.PathOf(name);
        if (_output is null && _context.Files.Find(path) is not null)
            throw new AppletException($"can't open '{name}': File exists");
        await using var file = _context.Files.OpenWrite(path, append: false);
        await NoteAsync($"saving to '{name}'", cancellationToken);
        var length = 0L;
        await foreach (var chunk in body)
        {
            await file.WriteAsync(chunk, cancellationToken);
            length += chunk.Length;
        }
        await NoteAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-20} 100% |********************************| {length,5}  0:00:00 ETA\n'{name}' saved"), cancellationToken);
    }

    private ValueTask NoteAsync(string text, CancellationToken cancellationToken)
    {
        if (_quiet)
            return ValueTask.CompletedTask;
        _context.Err.WriteLine(text);
        return _context.FlushAsync(cancellationToken);
    }
}

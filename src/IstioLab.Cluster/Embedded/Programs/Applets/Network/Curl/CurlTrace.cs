using System.Net;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>What <c>curl -v</c> tells on standard error.</summary>
internal sealed class CurlTrace(ProgramContext context, bool enabled)
{
    /// <summary>A remark.</summary>
    public ValueTask NoteAsync(string text, CancellationToken cancellationToken) => LinesAsync("* ", [text], cancellationToken);

    /// <summary>The addresses of a name.</summary>
    public async ValueTask ResolvedAsync(CurlUrl url, IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(url.Host, out _))
            return;
        await LinesAsync("* ", [$"Host {url.Host}:{url.Port} was resolved.", "IPv6: (none)", "IPv4: " + string.Join(", ", addresses)], cancellationToken);
    }

    /// <summary>The head of a request.</summary>
    public ValueTask RequestAsync(string head, CancellationToken cancellationToken) =>
        LinesAsync("> ", head[..^2].Split("\r\n"), cancellationToken);

    /// <summary>The head of an answer.</summary>
    public ValueTask ResponseAsync(HttpHead head, CancellationToken cancellationToken) =>
        LinesAsync("< ", [head.StartLine, .. head.Headers.Select(header => $"{header.Name}: {header.Value}"), ""], cancellationToken);

    /// <summary>The end of a transfer.</summary>
    public ValueTask EndAsync(string host, bool kept, CancellationToken cancellationToken) =>
        NoteAsync(kept ? $"Connection #0 to host {host} left intact" : "shutting down connection #0", cancellationToken);

    private async ValueTask LinesAsync(string mark, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        if (!enabled)
            return;
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(mark).Append(line).Append('\n');
        await context.Error.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        await context.Error.FlushAsync(cancellationToken);
    }
}

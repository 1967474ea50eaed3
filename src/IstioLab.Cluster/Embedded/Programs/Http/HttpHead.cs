using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>The first line and the headers of an HTTP/1 message.</summary>
internal sealed record HttpHead(string StartLine, IReadOnlyList<HttpHeader> Headers)
{
    /// <summary>First value of a header; <see langword="null"/> when there is none.</summary>
    public string? Find(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Is(name))
                return header.Value;
        }
        return null;
    }

    /// <summary>Length of the body as announced; <see langword="null"/> when it is not.</summary>
    public long? ContentLength =>
        long.TryParse(Find("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked => Find("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the connection may be used again.</summary>
    public bool KeepsAlive
    {
        get
        {
            var connection = Find("Connection");
            return StartLine.Contains("HTTP/1.0", StringComparison.Ordinal)
                ? connection?.Contains("keep-alive", StringComparison.OrdinalIgnoreCase) == true
                : connection?.Contains("close", StringComparison.OrdinalIgnoreCase) != true;
        }
    }
}

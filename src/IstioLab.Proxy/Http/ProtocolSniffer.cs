using System.Buffers;
using System.IO.Pipelines;

namespace IstioLab.Proxy.Http;

/// <summary>
/// Tells protocols apart by the first bytes a client sends, and leaves those bytes unread. It waits as long as the client is
/// silent, as Istio does (<c>protocolDetectionTimeout</c> is 0), so a protocol in which the server speaks first must be declared.
/// </summary>
internal static class ProtocolSniffer
{
    private static readonly string[] Methods =
    [
        "GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ", "PROPFIND ", "PROPPATCH ", "MKCOL ",
        "COPY ", "MOVE ", "LOCK ", "UNLOCK ", "REPORT ", "SEARCH ", "PURGE ", "LINK ", "UNLINK ", "NOTIFY ", "SUBSCRIBE ",
    ];

    private const int LongestNeeded = 24;

    private static ReadOnlySpan<byte> Http2Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public static async ValueTask<SniffedProtocol> SniffAsync(PipeReader input, CancellationToken ct)
    {
        while (true)
        {
            var result = await input.ReadAsync(ct);
            var verdict = Classify(result.Buffer, result.IsCompleted);
            input.AdvanceTo(result.Buffer.Start, verdict == SniffedProtocol.Undecided ? result.Buffer.End : result.Buffer.Start);
            if (verdict != SniffedProtocol.Undecided)
                return verdict;
        }
    }

    private static SniffedProtocol Classify(ReadOnlySequence<byte> buffer, bool completed)
    {
        Span<byte> start = stackalloc byte[LongestNeeded];
        var length = (int)Math.Min(buffer.Length, LongestNeeded);
        buffer.Slice(0, length).CopyTo(start);
        var verdict = Classify(start[..length]);
        if (verdict != SniffedProtocol.Undecided || !completed)
            return verdict;
        return length == 0 ? SniffedProtocol.Closed : SniffedProtocol.Other;
    }

    internal static SniffedProtocol Classify(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return SniffedProtocol.Undecided;
        if (start[0] == 0x16)
            return start.Length == 1 ? SniffedProtocol.Undecided : start[1] == 3 ? SniffedProtocol.Tls : SniffedProtocol.Other;
        var common = Math.Min(start.Length, Http2Preface.Length);
        if (start[..common].SequenceEqual(Http2Preface[..common]) && start.Length > 3)
            return start.Length >= Http2Preface.Length ? SniffedProtocol.Http2 : SniffedProtocol.Undecided;
        return ClassifyMethod(start);
    }

    private static SniffedProtocol ClassifyMethod(ReadOnlySpan<byte> start)
    {
        var possible = false;
        foreach (var method in Methods)
        {
            var length = Math.Min(method.Length, start.Length);
            if (!System.Text.Ascii.Equals(start[..length], method.AsSpan(0, length)))
                continue;
            if (length == method.Length)
                return SniffedProtocol.Http1;
            possible = true;
        }
        return possible || Http2Preface.StartsWith(start) ? SniffedProtocol.Undecided : SniffedProtocol.Other;
    }
}

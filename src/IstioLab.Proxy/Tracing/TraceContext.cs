using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;

namespace IstioLab.Proxy.Tracing;

/// <summary>Where a request stands in its trace, after W3C Trace Context (https://www.w3.org/TR/trace-context/).</summary>
internal readonly struct TraceContext
{
    private const int HeaderLength = 55;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private TraceContext(ActivityTraceId traceId, ActivitySpanId spanId, ActivitySpanId parentSpanId, bool sampled)
    {
        TraceId = traceId;
        SpanId = spanId;
        ParentSpanId = parentSpanId;
        Sampled = sampled;
    }

    public ActivityTraceId TraceId { get; }

    /// <summary>This proxy's span.</summary>
    public ActivitySpanId SpanId { get; }

    /// <summary>The span of the caller; default when the trace begins here.</summary>
    public ActivitySpanId ParentSpanId { get; }

    public bool Sampled { get; }

    /// <summary>Goes on with the trace of an incoming <c>traceparent</c>, or begins one where it is missing or malformed.</summary>
    /// <param name="header">The incoming header; empty for none.</param>
    /// <param name="samplingPercent">How many new traces of a hundred are recorded; a caller's decision stands.</param>
    /// <param name="random">Makes the ids.</param>
    public static TraceContext Continue(string? header, double samplingPercent, RandomSource random)
    {
        var span = NewSpan(random);
        if (TryParse(header, out var traceId, out var parent, out var sampled))
            return new TraceContext(traceId, span, parent, sampled);
        var isSampled = samplingPercent >= 100 || random.NextDouble() * 100 < samplingPercent;
        return new TraceContext(NewTrace(random), span, default, isSampled);
    }

    /// <summary>The header for the next hop: this proxy's span is its parent.</summary>
    public string ToHeader() => string.Concat("00-", TraceId.ToHexString(), "-", string.Concat(SpanId.ToHexString(), Sampled ? "-01" : "-00"));

    private static bool TryParse(string? header, out ActivityTraceId traceId, out ActivitySpanId spanId, out bool sampled)
    {
        traceId = default;
        spanId = default;
        sampled = false;
        if (header is null || header.Length < HeaderLength || header[2] != '-' || header[35] != '-' || header[52] != '-')
            return false;
        var text = header.AsSpan();
        // A later version may be longer; version ff is not allowed, and version 00 has exactly 55 characters.
        if (!IsLowerHex(text[..2]) || text[..2] is "ff" || (text[..2] is "00" && text.Length != HeaderLength))
            return false;
        var trace = text.Slice(3, 32);
        var span = text.Slice(36, 16);
        var flags = text.Slice(53, 2);
        if (!IsLowerHex(trace) || !IsLowerHex(span) || !IsLowerHex(flags) || IsZero(trace) || IsZero(span))
            return false;
        traceId = ActivityTraceId.CreateFromString(trace);
        spanId = ActivitySpanId.CreateFromString(span);
        sampled = (char.IsAsciiDigit(flags[1]) ? flags[1] - '0' : flags[1] - 'a' + 10) % 2 == 1;
        return true;
    }

    private static bool IsLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LowerHex);

    private static bool IsZero(ReadOnlySpan<char> text) => !text.ContainsAnyExcept('0');

    private static ActivityTraceId NewTrace(RandomSource random)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, random.NextBits());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], random.NextBits() | 1);
        return ActivityTraceId.CreateFromBytes(bytes);
    }

    private static ActivitySpanId NewSpan(RandomSource random)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, random.NextBits() | 1);
        return ActivitySpanId.CreateFromBytes(bytes);
    }
}

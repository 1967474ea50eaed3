using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tracing;

/// <summary>Zipkin's headers, one per field (https://github.com/openzipkin/b3-propagation), which Istio 1.17 sends by default.</summary>
internal static class B3Headers
{
    /// <summary>The header with the trace's id.</summary>
    public const string TraceId = "x-b3-traceid";

    private const string SpanId = "x-b3-spanid";
    private const string ParentSpanId = "x-b3-parentspanid";
    private const string Sampled = "x-b3-sampled";
    private const string Debug = "x-b3-flags";
    private const int LongTrace = 32;
    private const int ShortTrace = 16;

    /// <summary>The same as a <c>traceparent</c>; null without a trace. A short trace id is filled up with zeros.</summary>
    public static string? Read(IHeaderDictionary headers)
    {
        var trace = headers[TraceId].ToString();
        var span = headers[SpanId].ToString();
        if (trace.Length is not (LongTrace or ShortTrace) || span.Length != ShortTrace)
            return null;
        var sampled = headers[Sampled].ToString() is "1" or "true" || headers[Debug] == "1";
        return $"00-{trace.PadLeft(LongTrace, '0').ToLowerInvariant()}-{span.ToLowerInvariant()}-{(sampled ? "01" : "00")}";
    }

    /// <summary>Writes a proxy's span for the next hop.</summary>
    public static void Write(TraceContext trace, IHeaderDictionary headers)
    {
        headers[TraceId] = trace.TraceId.ToHexString();
        headers[SpanId] = trace.SpanId.ToHexString();
        headers[Sampled] = trace.Sampled ? "1" : "0";
        if (trace.ParentSpanId == default)
            headers.Remove(ParentSpanId);
        else
            headers[ParentSpanId] = trace.ParentSpanId.ToHexString();
    }
}

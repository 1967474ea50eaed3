using IstioLab.Proxy.Tracing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Reads a request's place in its trace and writes this proxy's for the next hop, in the ways that the caller speaks.</summary>
internal static class TraceHeaders
{
    public static void Continue(Exchange exchange, ProxyCore proxy)
    {
        var headers = exchange.Context.Request.Headers;
        var sampling = exchange.Runtime.Snapshot.Settings.TraceSampling;
        var b3 = headers.TraceParent.Count == 0 ? B3Headers.Read(headers) : null;
        exchange.Trace = TraceContext.Continue(b3 ?? headers.TraceParent.ToString(), sampling, proxy.Random);
        headers.TraceParent = exchange.Trace.ToHeader();
        if (b3 is not null || proxy.SendsB3 || headers.ContainsKey(B3Headers.TraceId))
            B3Headers.Write(exchange.Trace, headers);
    }
}

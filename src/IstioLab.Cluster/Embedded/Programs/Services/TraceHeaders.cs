using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>
/// What an application behind sidecars hands on from the request that it got to those that it makes, or its trace ends there
/// (https://istio.io/latest/docs/tasks/observability/distributed-tracing/overview/).
/// </summary>
internal static class TraceHeaders
{
    private static readonly string[] s_names = ["x-request-id", "traceparent", "tracestate"];

    /// <summary>The headers that keep the trace whole.</summary>
    public static IEnumerable<HttpHeader> Of(HttpHead head) => head.Headers.Where(header => s_names.Any(header.Is));

    /// <summary>The trace that a request belongs to: the second field of <c>traceparent</c>; empty when it belongs to none.</summary>
    public static string TraceOf(HttpHead head) => head.Find("traceparent")?.Split('-') is [_, { Length: 32 } trace, ..] ? trace : "";
}

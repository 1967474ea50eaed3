using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing;

/// <summary>An answer, and what the proxies recorded of its request.</summary>
public sealed class LabAnswer
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ExchangeLog _log;
    private readonly TimeProvider _time;

    internal LabAnswer(int status, string body, string requestId, ExchangeLog log, TimeProvider time)
    {
        Status = status;
        Body = body;
        RequestId = requestId;
        _log = log;
        _time = time;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body.</summary>
    public string Body { get; }

    /// <summary>The header <c>x-request-id</c> that the request had.</summary>
    public string RequestId { get; }

    /// <summary>The first line of the body; the status when the body is empty.</summary>
    public string FirstLine => Body.Length == 0 ? $"{Status}" : Body.Split('\n', 2)[0].TrimEnd('\r');

    /// <summary>What the proxies have recorded of the request until now; client side first.</summary>
    public IReadOnlyList<ExchangeRecord> Exchanges => [.. _log.Of(RequestId).OrderBy(record => record.Start).ThenBy(record => record.Reporter)];

    /// <summary>Asserts which cluster the client's sidecar sent the request to, such as <c>outbound|80||apps-svc-v1.nolen.svc.cluster.local</c>.</summary>
    /// <param name="cluster">Envoy's name of the cluster.</param>
    /// <param name="cancellationToken">Ends the wait for the record.</param>
    /// <exception cref="IstioLabException">It was another, or no sidecar recorded the request within 10 s.</exception>
    public async Task AssertRouteAsync(string cluster, CancellationToken cancellationToken = default)
    {
        var record = await SourceAsync(cancellationToken);
        if (record.UpstreamCluster != cluster) throw new IstioLabException($"Request '{RequestId}' must go to '{cluster}'; {Describe(record)}.");
    }

    /// <summary>Asserts the response flags in the access log of the client's sidecar, such as <c>NR</c> or <c>-</c> for none.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="cancellationToken">Ends the wait for the record.</param>
    /// <exception cref="IstioLabException">They are others, or no sidecar recorded the request within 10 s.</exception>
    public async Task AssertFlagsAsync(string flags, CancellationToken cancellationToken = default)
    {
        var record = await SourceAsync(cancellationToken);
        if (record.ResponseFlags != flags) throw new IstioLabException($"Request '{RequestId}' must have the response flags '{flags}'; {Describe(record)}.");
    }

    /// <summary>Asserts the spans of the request: one trace, each span the child of the one before.</summary>
    /// <param name="services">The reporting services in the order of the request, named <c>CANONICAL-SERVICE.NAMESPACE</c> (the label <c>app</c> or the workload), such as <c>client-test.nolen</c>, <c>linux01.nolen</c>.</param>
    /// <param name="cancellationToken">Ends the wait for the records.</param>
    /// <exception cref="IstioLabException">The spans are others, or did not come within 10 s.</exception>
    public async Task AssertSpansAsync(IReadOnlyList<string> services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var started = _time.GetTimestamp();
        while (true)
        {
            var spans = Chain();
            if (spans.Select(span => span.Resource.ServiceName).SequenceEqual(services, StringComparer.Ordinal)) return;
            if (_time.GetElapsedTime(started) > Limit)
            {
                var seen = Exchanges.Select(span => $"{span.Resource.ServiceName} (trace {span.TraceId}, span {span.SpanId}, parent {span.ParentSpanId})");
                throw new IstioLabException(
                    $"Request '{RequestId}' must have the spans {string.Join(" → ", services)}; recorded are: {string.Join(", ", seen.DefaultIfEmpty("none"))}.");
            }

            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    private List<ExchangeRecord> Chain()
    {
        var spans = Exchanges.Where(record => record.Sampled).ToList();
        List<ExchangeRecord> chain = [];
        var next = spans.FirstOrDefault(span => spans.All(other => other.SpanId != span.ParentSpanId));
        while (next is { } span)
        {
            chain.Add(span);
            next = spans.FirstOrDefault(other => other.TraceId == span.TraceId && other.ParentSpanId == span.SpanId);
        }

        return chain.Count == spans.Count ? chain : [];
    }

    private async Task<ExchangeRecord> SourceAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            if (Exchanges.FirstOrDefault(record => record.Reporter == ReporterKind.Source) is { } found) return found;
            if (_time.GetElapsedTime(started) > Limit)
            {
                throw new IstioLabException(
                    $"No sidecar of the client recorded request '{RequestId}' (status {Status}). Is the client injected? Apply its workload with 'InjectAsync'.");
            }

            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    private static string Describe(ExchangeRecord record) =>
        $"it got {record.ResponseCode} with flags '{record.ResponseFlags}' ({record.ResponseCodeDetails ?? "no details"}) through '{record.UpstreamCluster ?? "no cluster"}'";
}

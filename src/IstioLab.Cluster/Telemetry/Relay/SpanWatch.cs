using System.Collections.Concurrent;
using Google.Protobuf;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Counts spans by service, and tells those who wait for a trace.</summary>
internal sealed class SpanWatch
{
    private readonly ConcurrentDictionary<string, long> _spans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = new(StringComparer.OrdinalIgnoreCase);
    private long _total;

    public long Total => Interlocked.Read(ref _total);

    public IReadOnlyDictionary<string, long> ByService => _spans;

    public void Count(string service, IEnumerable<Otlp.Span> spans)
    {
        long count = 0;
        foreach (var span in spans)
        {
            count++;
            if (!_awaited.IsEmpty && _awaited.TryGetValue(Text(span.TraceId), out var awaited))
            {
                awaited.TrySetResult(service);
            }
        }

        Interlocked.Add(ref _total, count);
        _spans.AddOrUpdate(service, count, (_, before) => before + count);
    }

    /// <summary>Begins to wait for a trace; the task's result is the first service that reports a span of it.</summary>
    /// <param name="traceId">32 hexadecimal digits.</param>
    public Task<string> Expect(string traceId) =>
        _awaited.GetOrAdd(traceId, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Forget(string traceId) => _awaited.TryRemove(traceId, out _);

    private static string Text(ByteString id) => Convert.ToHexStringLower(id.Span);
}

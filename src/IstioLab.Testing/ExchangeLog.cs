using System.Collections.Concurrent;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing;

/// <summary>Keeps the newest records of a lab's proxies in memory.</summary>
internal sealed class ExchangeLog : ITelemetryWriter
{
    private const int Most = 20_000;

    private readonly ConcurrentQueue<ExchangeRecord> _records = new();

    public IReadOnlyList<ExchangeRecord> All => [.. _records];

    public bool TryWrite(ExchangeRecord record)
    {
        _records.Enqueue(record);
        while (_records.Count > Most) _records.TryDequeue(out _);
        return true;
    }

    public IReadOnlyList<ExchangeRecord> Of(string requestId) => [.. _records.Where(record => record.RequestId == requestId)];
}

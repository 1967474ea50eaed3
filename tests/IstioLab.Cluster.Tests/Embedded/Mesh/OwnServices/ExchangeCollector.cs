using System.Collections.Concurrent;
using IstioLab.Cluster.Tests.Embedded.Clusters;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Tests.Embedded.Mesh.OwnServices;

/// <summary>Keeps the proxies' records.</summary>
internal sealed class ExchangeCollector : ITelemetryWriter
{
    private readonly ConcurrentQueue<ExchangeRecord> _records = [];

    public bool TryWrite(ExchangeRecord record)
    {
        _records.Enqueue(record);
        return true;
    }

    public async Task<IReadOnlyList<ExchangeRecord>> OfAsync(string requestId, int count)
    {
        await ClusterFixture.UntilAsync(() => Task.FromResult(Of(requestId).Count >= count), () => $"{Of(requestId).Count} of {count} records of '{requestId}'");
        return Of(requestId);
    }

    private List<ExchangeRecord> Of(string requestId) => [.. _records.Where(record => record.RequestId == requestId).OrderBy(record => record.Start).ThenBy(record => record.Reporter)];
}

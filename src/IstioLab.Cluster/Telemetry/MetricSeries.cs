using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>What was counted under one set of labels since <paramref name="start"/>.</summary>
internal sealed class MetricSeries(MetricKey key, ulong start)
{
    private readonly IReadOnlyList<Otlp.Attribute> _labels = MetricLabels.Of(key);
    private readonly Distribution _duration = new();
    private readonly Distribution _requestBytes = new();
    private readonly Distribution _responseBytes = new();
    private long _count;
    private long _received;
    private long _sent;

    public void Add(ExchangeRecord record)
    {
        _count++;
        _received += record.BytesReceived;
        _sent += record.BytesSent;
        if (key.Protocol != ExchangeProtocol.Tcp)
        {
            _duration.Add(record.Duration.TotalMilliseconds);
            _requestBytes.Add(record.BytesReceived);
            _responseBytes.Add(record.BytesSent);
        }
    }

    public void AddTo(StandardMetrics metrics, ulong now)
    {
        if (key.Protocol == ExchangeProtocol.Tcp)
        {
            // A connection is recorded when it ends, so it opens and closes in the same moment here.
            metrics.TcpOpened.Add(Point(_count));
            metrics.TcpClosed.Add(Point(_count));
            metrics.TcpReceived.Add(Point(_received));
            metrics.TcpSent.Add(Point(_sent));
            return;
        }

        metrics.Requests.Add(Point(_count));
        metrics.Duration.Add(_duration.ToPoint(start, now, _labels));
        metrics.RequestBytes.Add(_requestBytes.ToPoint(start, now, _labels));
        metrics.ResponseBytes.Add(_responseBytes.ToPoint(start, now, _labels));

        Otlp.CounterPoint Point(long total) =>
            new() { StartNanoseconds = start, TimeNanoseconds = now, Total = total, Attributes = { _labels } };
    }
}

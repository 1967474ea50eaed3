using System.Threading.Channels;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>
/// Takes the records of all proxies of a process and sends them as spans, metrics and log records to one OTLP receiver. It neither
/// slows a proxy nor fails one: what does not fit is dropped and counted. A receiver that is away is tried again after growing pauses.
/// </summary>
public sealed class TelemetryExporter : ITelemetryWriter, IAsyncDisposable
{
    private readonly TelemetryExporterOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<ExchangeRecord> _records;
    private readonly BatchBuilder _builder;
    private readonly OtlpDelivery _delivery;
    private readonly CancellationTokenSource _abort;
    private readonly Task _loop;
    private long _accepted;
    private long _dropped;
    private long _delivered;
    private long _refused;

    /// <summary>Makes an exporter without a receiver: records wait until <see cref="SendTo"/> names one.</summary>
    /// <param name="options">Sizes and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets a sentence when sending begins to fail and when it works again.</param>
    public TelemetryExporter(TelemetryExporterOptions options, TimeProvider time, Action<string> report)
        : this(options, time, exporter => new OtlpDelivery(options, time, report, () => Interlocked.Read(ref exporter._dropped)))
    {
    }

    /// <summary>Makes an exporter that shares its way to the receiver with others; it disposes that way.</summary>
    internal TelemetryExporter(TelemetryExporterOptions options, TimeProvider time, Func<TelemetryExporter, OtlpDelivery> delivery)
    {
        _options = options;
        _time = time;
        _delivery = delivery(this);
        _builder = new BatchBuilder(options, time);
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _records = Channel.CreateBounded<ExchangeRecord>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _loop = RunAsync();
    }

    /// <summary>What became of the records so far.</summary>
    public TelemetryCounters Counters => new(
        Interlocked.Read(ref _accepted),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _delivered),
        Interlocked.Read(ref _refused),
        _delivery.LastProblem);

    /// <summary>Names the receiver, also in place of an earlier one.</summary>
    public void SendTo(OtlpTarget target) => _delivery.SendTo(target);

    /// <inheritdoc/>
    public bool TryWrite(ExchangeRecord record)
    {
        if (_records.Writer.TryWrite(record))
        {
            Interlocked.Increment(ref _accepted);
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Sends what waits, for <see cref="TelemetryExporterOptions.FlushTimeout"/> at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        if (!_delivery.HasTarget)
        {
            await _abort.CancelAsync();
        }
        else
        {
            _abort.CancelAfter(_options.FlushTimeout);
        }

        await _loop;
        _delivery.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<ExchangeRecord>(_options.BatchSize);
        try
        {
            await _delivery.WaitForTargetAsync(_abort.Token);
            while (await WaitAsync())
            {
                if (!_records.Reader.TryPeek(out _))
                {
                    await SendTotalsAsync();
                    continue;
                }

                await FillAsync(batch);
                await DeliverAsync(_builder.Build(batch));
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The time to flush is over: what is left counts as given up.
            Interlocked.Add(ref _refused, batch.Count + _records.Reader.Count);
        }
    }

    /// <returns>False when there will be no further records; true with or, after a while, without some.</returns>
    private async Task<bool> WaitAsync()
    {
        using var idle = new CancellationTokenSource(_options.MetricInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, _abort.Token);
        try
        {
            return await _records.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !_abort.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task SendTotalsAsync()
    {
        if (_builder.BuildTotals() is { } totals)
        {
            await DeliverAsync(totals);
        }
    }

    private async Task FillAsync(List<ExchangeRecord> batch)
    {
        using var full = new CancellationTokenSource(_options.BatchDelay, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(full.Token, _abort.Token);
        try
        {
            do
            {
                while (batch.Count < _options.BatchSize && _records.Reader.TryRead(out var record))
                {
                    batch.Add(record);
                }
            }
            while (batch.Count < _options.BatchSize && await _records.Reader.WaitToReadAsync(either.Token));
        }
        catch (OperationCanceledException) when (full.IsCancellationRequested)
        {
            // The batch has waited long enough for others.
        }
    }

    private async Task DeliverAsync(ExportBatch batch)
    {
        var refused = false;
        string? problem = null;
        while (batch.Next is { } request)
        {
            var outcome = await _delivery.DeliverAsync(request.Path, request.Body, _abort.Token);
            refused |= outcome.Verdict == SendVerdict.GiveUp;
            problem ??= outcome.Problem;
            batch.MarkSent();
        }

        Interlocked.Add(ref refused ? ref _refused : ref _delivered, batch.Records);
        _delivery.Note(problem);
    }
}

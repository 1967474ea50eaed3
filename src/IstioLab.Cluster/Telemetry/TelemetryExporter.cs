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
    private readonly Action<string> _report;
    private readonly Channel<ExchangeRecord> _records;
    private readonly BatchBuilder _builder;
    private readonly OtlpSender _sender = new();
    private readonly CancellationTokenSource _abort;
    private readonly Task _loop;
    private TaskCompletionSource _targetChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OtlpTarget? _target;
    private string? _lastProblem;
    private long _accepted;
    private long _dropped;
    private long _delivered;
    private long _refused;

    /// <summary>Makes an exporter without a receiver: records wait until <see cref="SendTo"/> names one.</summary>
    /// <param name="options">Sizes and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets a sentence when sending begins to fail and when it works again.</param>
    public TelemetryExporter(TelemetryExporterOptions options, TimeProvider time, Action<string> report)
    {
        _options = options;
        _time = time;
        _report = report;
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
        Volatile.Read(ref _lastProblem));

    /// <summary>Names the receiver, also in place of an earlier one.</summary>
    public void SendTo(OtlpTarget target)
    {
        _target = target;
        Interlocked.Exchange(ref _targetChanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

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
        if (_target is null)
        {
            await _abort.CancelAsync();
        }
        else
        {
            _abort.CancelAfter(_options.FlushTimeout);
        }

        await _loop;
        _sender.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<ExchangeRecord>(_options.BatchSize);
        try
        {
            await WaitForTargetAsync();
            while (await _records.Reader.WaitToReadAsync(_abort.Token))
            {
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

    private async Task WaitForTargetAsync()
    {
        var changed = Volatile.Read(ref _targetChanged).Task;
        if (_target is null)
        {
            await changed.WaitAsync(_abort.Token);
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
        var pause = _options.FirstPause;
        var refused = false;
        string? problem = null;
        while (batch.Next is { } request)
        {
            var changed = Volatile.Read(ref _targetChanged).Task;
            var outcome = await SendAsync(request.Path, request.Body);
            if (outcome.Verdict == SendVerdict.TryAgain)
            {
                Note(outcome.Problem);
                await Task.WhenAny(Task.Delay(pause, _time, _abort.Token), changed);
                _abort.Token.ThrowIfCancellationRequested();
                pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
                continue;
            }

            refused |= outcome.Verdict == SendVerdict.GiveUp;
            problem ??= outcome.Problem;
            pause = _options.FirstPause;
            batch.MarkSent();
        }

        Interlocked.Add(ref refused ? ref _refused : ref _delivered, batch.Records);
        Note(problem);
    }

    private async Task<SendOutcome> SendAsync(string path, byte[] body)
    {
        var target = _target!;
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _abort.Token);
        try
        {
            return await _sender.SendAsync(target, path, body, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new SendOutcome(
                SendVerdict.TryAgain, $"Telemetry receiver '{target}' did not answer within {_options.RequestTimeout.TotalSeconds:0} s.");
        }
    }

    private void Note(string? problem)
    {
        var before = Interlocked.Exchange(ref _lastProblem, problem);
        if (problem is not null && before is null)
        {
            _report(problem);
        }
        else if (problem is null && before is not null)
        {
            _report($"Telemetry is being delivered again; {Interlocked.Read(ref _dropped)} records were dropped so far.");
        }
    }
}

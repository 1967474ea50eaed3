namespace IstioLab.Cluster.Telemetry;

/// <summary>
/// Brings requests to one OTLP receiver, one after another: it waits until a receiver is named, tries again after growing pauses while
/// the receiver is away, and says in a sentence when sending begins to fail and when it works again.
/// </summary>
internal sealed class OtlpDelivery(TelemetryExporterOptions options, TimeProvider time, Action<string> report, Func<long> dropped) : IDisposable
{
    private readonly OtlpSender _sender = new();
    private TaskCompletionSource _targetChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OtlpTarget? _target;
    private string? _lastProblem;

    /// <summary>Whether a receiver is named.</summary>
    public bool HasTarget => _target is not null;

    /// <summary>Why the last request failed; null while all is well.</summary>
    public string? LastProblem => Volatile.Read(ref _lastProblem);

    public void SendTo(OtlpTarget target)
    {
        _target = target;
        Interlocked.Exchange(ref _targetChanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void Dispose() => _sender.Dispose();

    public async Task WaitForTargetAsync(CancellationToken cancellationToken)
    {
        var changed = Volatile.Read(ref _targetChanged).Task;
        if (_target is null)
        {
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends until the receiver takes or refuses it.</summary>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<SendOutcome> DeliverAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        var pause = options.FirstPause;
        while (true)
        {
            var changed = Volatile.Read(ref _targetChanged).Task;
            var outcome = await SendAsync(path, body, cancellationToken);
            if (outcome.Verdict != SendVerdict.TryAgain)
            {
                return outcome;
            }

            Note(outcome.Problem);
            await Task.WhenAny(Task.Delay(pause, time, cancellationToken), changed);
            cancellationToken.ThrowIfCancellationRequested();
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    /// <summary>Keeps what is wrong, null for nothing, and reports a change between well and wrong.</summary>
    public void Note(string? problem)
    {
        var before = Interlocked.Exchange(ref _lastProblem, problem);
        if (problem is not null && before is null)
        {
            report(problem);
        }
        else if (problem is null && before is not null)
        {
            report($"Telemetry is being delivered again; {dropped()} records were dropped so far.");
        }
    }

    private async Task<SendOutcome> SendAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        var target = _target!;
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _sender.SendAsync(target, path, body, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new SendOutcome(
                SendVerdict.TryAgain, $"Telemetry receiver '{target}' did not answer within {options.RequestTimeout.TotalSeconds:0} s.");
        }
    }
}

using System.Threading.Channels;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Requests that wait for the receiver, in the order in which they came. It never makes a sender wait: what does not fit is dropped.</summary>
internal sealed class OtlpForwarder : IAsyncDisposable
{
    private readonly OtlpDelivery _delivery;
    private readonly long _capacity;
    private readonly TimeSpan _flushTimeout;
    private readonly CancellationTokenSource _abort;
    private readonly Channel<(string Path, byte[] Body)> _requests = Channel.CreateUnbounded<(string Path, byte[] Body)>();

    private readonly Task _loop;
    private long _waitingBytes;
    private long _taken;
    private long _dropped;
    private long _delivered;
    private long _refused;

    public OtlpForwarder(OtlpDelivery delivery, long capacity, TimeSpan flushTimeout, TimeProvider time)
    {
        _delivery = delivery;
        _capacity = capacity;
        _flushTimeout = flushTimeout;
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _loop = RunAsync();
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Refused => Interlocked.Read(ref _refused);

    public bool TryAdd(string path, byte[] body)
    {
        if (Interlocked.Add(ref _waitingBytes, body.Length) <= _capacity && _requests.Writer.TryWrite((path, body)))
        {
            Interlocked.Increment(ref _taken);
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -body.Length);
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Sends what waits, for a short time at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        _abort.CancelAfter(_delivery.HasTarget ? _flushTimeout : TimeSpan.Zero);
        await _loop;
        _abort.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _delivery.WaitForTargetAsync(_abort.Token);
            await foreach (var (path, body) in _requests.Reader.ReadAllAsync(_abort.Token))
            {
                var outcome = await _delivery.DeliverAsync(path, body, _abort.Token);
                _delivery.Note(outcome.Problem);
                Interlocked.Increment(ref outcome.Verdict == SendVerdict.Sent ? ref _delivered : ref _refused);
                Interlocked.Add(ref _waitingBytes, -body.Length);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The time to flush is over: what is left, with the request under way, counts as given up.
            Interlocked.Add(ref _refused, Interlocked.Read(ref _taken) - Delivered - Refused);
        }
    }
}

using IstioLab.Config.Istio;

namespace IstioLab.Proxy.Runtime;

/// <summary>
/// A cluster's limits. For HTTP/1.1 a request on its way is a connection; requests beyond the connections wait, and those beyond the
/// waiting room overflow (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking).
/// </summary>
internal sealed class CircuitBreaker(ConnectionPoolSettings limits, ClusterStats stats)
{
    private readonly SemaphoreSlim? _connections = limits.MaxConnections > 0 ? new SemaphoreSlim(limits.MaxConnections) : null;
    private int _requests;
    private int _pending;
    private int _retries;
    private int _sent;

    public ConnectionPoolSettings Limits => limits;

    public int Requests => Volatile.Read(ref _requests);

    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Whether the connection of the next request is closed after it, as <c>maxRequestsPerConnection</c> asks: one request in so many.</summary>
    public bool IsLastOfConnection() =>
        limits.MaxRequestsPerConnection > 0 && (uint)Interlocked.Increment(ref _sent) % (uint)limits.MaxRequestsPerConnection == 0;

    /// <summary>Lets a request in, at once or after a wait for a connection.</summary>
    /// <param name="http2">Whether requests share connections.</param>
    /// <param name="deadline">The end of the request's time.</param>
    /// <param name="clientGone">The end of the client's interest.</param>
    public async ValueTask<Admission> EnterAsync(bool http2, CancellationToken deadline, CancellationToken clientGone)
    {
        if (Interlocked.Increment(ref _requests) > Limit(limits.Http2MaxRequests))
        {
            Interlocked.Decrement(ref _requests);
            return Admission.Overflow;
        }
        if (http2 || _connections is null || _connections.Wait(0, CancellationToken.None))
            return Admission.Admitted;
        var admission = await WaitAsync(_connections, deadline, clientGone);
        if (admission != Admission.Admitted)
            Interlocked.Decrement(ref _requests);
        return admission;
    }

    private async ValueTask<Admission> WaitAsync(SemaphoreSlim connections, CancellationToken deadline, CancellationToken clientGone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, clientGone);
        try
        {
            if (Interlocked.Increment(ref _pending) > Limit(limits.Http1MaxPendingRequests))
                return Admission.Overflow;
            stats.NoteWait();
            await connections.WaitAsync(either.Token);
            return Admission.Admitted;
        }
        catch (OperationCanceledException)
        {
            return Admission.GaveUp;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    /// <summary>Lets a connection in that is no HTTP; such a connection never waits.</summary>
    public bool TryConnect() => _connections is null || _connections.Wait(0, CancellationToken.None);

    public void Disconnect() => _connections?.Release();

    public void Leave(bool http2)
    {
        Interlocked.Decrement(ref _requests);
        if (!http2)
            _connections?.Release();
    }

    public bool TryBeginRetry()
    {
        if (Interlocked.Increment(ref _retries) <= Limit(limits.MaxRetries))
            return true;
        Interlocked.Decrement(ref _retries);
        return false;
    }

    public void EndRetry() => Interlocked.Decrement(ref _retries);

    private static int Limit(int setting) => setting > 0 ? setting : int.MaxValue;
}

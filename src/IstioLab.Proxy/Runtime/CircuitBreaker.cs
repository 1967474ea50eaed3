using IstioLab.Config.Istio;

namespace IstioLab.Proxy.Runtime;

/// <summary>
/// A cluster's limits. For HTTP/1.1 a request on its way is a connection; requests beyond the connections wait, and those beyond the
/// waiting room overflow (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking).
/// </summary>
internal sealed class CircuitBreaker(ConnectionPoolSettings limits)
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

    /// <summary>Lets a request in, at once or after a wait; false when it overflows.</summary>
    public async ValueTask<bool> TryEnterAsync(bool http2, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _requests) > Limit(limits.Http2MaxRequests))
        {
            Interlocked.Decrement(ref _requests);
            return false;
        }
        if (http2 || _connections is null || _connections.Wait(0, CancellationToken.None))
            return true;
        try
        {
            if (Interlocked.Increment(ref _pending) <= Limit(limits.Http1MaxPendingRequests))
            {
                await _connections.WaitAsync(ct);
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            // The client left or its time ran out: the attempt that follows ends for the same reason, without a connection.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
        Interlocked.Decrement(ref _requests);
        return false;
    }

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

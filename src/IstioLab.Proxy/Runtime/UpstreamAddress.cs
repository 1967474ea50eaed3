using System.Collections.Concurrent;
using System.Net;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Runtime;

/// <summary>
/// What a proxy holds for one upstream address, whichever clusters it is in: its pooled connections and the requests on them.
/// When the last cluster drops the address, its connections close as soon as no request is on its way.
/// </summary>
internal sealed class UpstreamAddress(IPEndPoint endPoint)
{
    private readonly ConcurrentDictionary<PodConnection, bool> _connections = new();
    private int _requests;
    private volatile bool _retired;

    public IPEndPoint EndPoint => endPoint;

    /// <summary>The address as the forwarder wants it: <c>http://10.244.0.5:8080</c>.</summary>
    public string Prefix { get; } = "http://" + endPoint;

    /// <summary>Where the newest connection to the address was opened from.</summary>
    public IPEndPoint? LocalEndPoint { get; private set; }

    public int Connections => _connections.Count;

    /// <summary>The requests that were sent here, or will be as soon as a limit of the cluster lets them.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public void BeginRequest() => Interlocked.Increment(ref _requests);

    public void EndRequest()
    {
        if (Interlocked.Decrement(ref _requests) == 0 && _retired)
            CloseConnections();
    }

    public void Track(PodConnection connection)
    {
        LocalEndPoint = connection.Source;
        _connections.TryAdd(connection, true);
        connection.OnClosed(static (closed, state) => ((UpstreamAddress)state)._connections.TryRemove(closed, out _), this);
    }

    /// <summary>No cluster has the address any more.</summary>
    public void Retire()
    {
        _retired = true;
        // A request that ends now sees the flag, or its end is seen here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _requests) == 0)
            CloseConnections();
    }

    private void CloseConnections()
    {
        foreach (var connection in _connections.Keys)
            connection.Close();
    }
}

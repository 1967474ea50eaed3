using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>An open connection between two pods, as one of its two sides holds it. Disposing closes this side.</summary>
public sealed class PodConnection : IAsyncDisposable
{
    private readonly PodInterface _owner;
    private int _closed;
    private Action<PodConnection, object>? _onClosed;
    private object? _onClosedState;

    internal PodConnection(PodInterface owner, Socket socket, IPEndPoint source, IPEndPoint destination)
    {
        _owner = owner;
        Socket = socket;
        Source = source;
        Destination = destination;
        Stream = new PodStream(this);
    }

    /// <summary>Reads and writes the connection; disposing it closes the connection.</summary>
    public Stream Stream { get; }

    /// <summary>The dialling pod's address and port.</summary>
    public IPEndPoint Source { get; }

    /// <summary>What the dialling side asked for; a captured connection keeps it, so it need not be the listener's address.</summary>
    public IPEndPoint Destination { get; }

    /// <summary>The socket underneath. Its end points are of the host, not of the pod network.</summary>
    public Socket Socket { get; }

    /// <summary>What the sidecar of the dialling pod reports itself as; null without a sidecar.</summary>
    public object? SourcePeerMetadata => _owner.Network.FindPeerMetadata(Source.Address);

    internal bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    internal void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Socket.Dispose();
            _owner.Forget(this);
            _onClosed?.Invoke(this, _onClosedState!);
        }
    }

    /// <summary>Sets the one callback that hears of the closing; at once when the connection is closed already.</summary>
    internal void OnClosed(Action<PodConnection, object> callback, object state)
    {
        _onClosedState = state;
        _onClosed = callback;
        if (IsClosed)
            callback(this, state);
    }
}

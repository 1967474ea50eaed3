using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>A port that a pod listens on. Disposing closes it; connections that were accepted stay open.</summary>
public interface IPodListener : IAsyncDisposable
{
    /// <summary>The pod's address and the port.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Takes the next connection.</summary>
    /// <exception cref="ObjectDisposedException">The listener is closed.</exception>
    /// <exception cref="SocketException">The listener was closed while waiting.</exception>
    ValueTask<PodConnection> AcceptAsync(CancellationToken ct);
}

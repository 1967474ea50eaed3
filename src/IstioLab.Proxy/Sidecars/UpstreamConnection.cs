using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Sidecars;

/// <summary>A connection to an upstream on which bytes are relayed, with TLS or without.</summary>
internal sealed class UpstreamConnection(PodConnection connection, SslStream? secured = null) : IAsyncDisposable
{
    public Stream Stream => secured ?? connection.Stream;

    public IPEndPoint LocalEndPoint => connection.Source;

    /// <summary>Says that nothing more comes from this side.</summary>
    public async ValueTask EndAsync()
    {
        if (secured is not null)
            await secured.ShutdownAsync();
        connection.Socket.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        if (secured is not null)
            await secured.DisposeAsync();
        await connection.DisposeAsync();
    }
}

using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>A connection's stream: whoever disposes it, an HTTP client's pool for example, closes the connection and its count.</summary>
internal sealed class PodStream(PodConnection connection) : NetworkStream(connection.Socket, ownsSocket: false)
{
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Close();
        base.Dispose(disposing);
    }
}

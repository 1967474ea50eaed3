using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>
/// Loopback ports for processes: for their <c>HTTP_PROXY</c>, and for single hosts. An entry keeps the port it was given first, for as long as the cluster runs: a
/// process reads the variable once.
/// </summary>
internal sealed class OwnServicePorts
{
    private const int Backlog = 512;

    private readonly Dictionary<(ObjectKey Entry, string Host), int> _given = [];

    /// <summary>Listens on the port of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="host">The host that the port stands for; empty for the HTTP proxy.</param>
    /// <param name="wanted">The URL that the entry asks for, used the first time; null for any port.</param>
    /// <exception cref="SocketException">The port that the entry asks for, or had before, is in use.</exception>
    public Socket Listen(ObjectKey entry, string host, string? wanted)
    {
        var key = (entry, host);
        var port = _given.GetValueOrDefault(key, PortOf(wanted));
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            _given[key] = ((IPEndPoint)socket.LocalEndPoint!).Port;
            return socket;
        }
        catch
        {
            socket.Dispose();
            _given.Remove(key);
            throw;
        }
    }

    private static int PortOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: true, IsDefaultPort: false } ? uri.Port : 0;
}

using System.Net;
using System.Net.Sockets;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>The loopback ports of one process, listening; who takes them serves and closes them.</summary>
/// <param name="HttpProxy">The port for <c>HTTP_PROXY</c>.</param>
/// <param name="Hosts">The ports of single hosts.</param>
internal sealed record OwnServiceSockets(Socket HttpProxy, IReadOnlyList<(string Host, Socket Socket)> Hosts) : IDisposable
{
    public int HttpProxyPort => PortOf(HttpProxy);

    public string HttpProxyUrl => UrlOf(HttpProxy);

    /// <summary>What the annotation for single hosts says; null without any.</summary>
    public string? HostUrls => Hosts.Count == 0 ? null : string.Join(',', Hosts.Select(entry => $"{entry.Host}={UrlOf(entry.Socket)}"));

    public void Dispose()
    {
        HttpProxy.Dispose();
        foreach (var (_, socket) in Hosts) socket.Dispose();
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static string UrlOf(Socket socket) => $"http://127.0.0.1:{PortOf(socket)}";
}

using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Api;

namespace IstioLab.Cluster.Embedded.Streaming.PortForward;

/// <summary>Opens ports of one pod and says in kubectl's words why it could not.</summary>
internal sealed class PodPorts(IPodConnector connector, string ns, string pod)
{
    /// <returns>The connection, or null with the reason.</returns>
    public async ValueTask<(Stream? Stream, string Error)> OpenAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return (await connector.OpenPortAsync(ns, pod, port, cancellationToken), "");
        }
        catch (SocketException cause)
        {
            return (null, $"error forwarding port {port} to pod {pod}: failed to connect to localhost:{port} inside the pod: {cause.SocketErrorCode}");
        }
        catch (ApiException refusal)
        {
            return (null, $"error forwarding port {port} to pod {pod}: {refusal.Message}");
        }
    }
}

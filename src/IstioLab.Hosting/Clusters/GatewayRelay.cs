using System.Net;
using System.Net.Sockets;

namespace IstioLab.Hosting.Clusters;

/// <summary>Leads a fixed loopback port to the gateway's own, which is another on each kind of cluster.</summary>
internal sealed class GatewayRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Uri _gateway;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    private GatewayRelay(TcpListener listener, Uri gateway)
    {
        _listener = listener;
        _gateway = gateway;
        _accepting = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Opens the port.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="gateway">Where the gateway is.</param>
    /// <exception cref="SocketException">Another program has the port.</exception>
    public static GatewayRelay Open(int port, Uri gateway)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new GatewayRelay(listener, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The port is closed.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var upstream = new TcpClient();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        {
            try
            {
                await upstream.ConnectAsync(_gateway.Host, _gateway.Port, ending.Token);

                // A client whose sending half is shut down no longer gives its stream away.
                var (down, up) = (client.GetStream(), upstream.GetStream());
                await Task.WhenAll(CopyAsync(down, up, ending), CopyAsync(up, down, ending));
            }
            catch (Exception broken) when (broken is OperationCanceledException or SocketException or IOException)
            {
                // One side has gone; the other sees its end.
            }
        }
    }

    /// <summary>Copies until the end of what comes. A connection that breaks on one side ends on both: half of it serves nobody.</summary>
    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationTokenSource ending)
    {
        try
        {
            await from.CopyToAsync(to, ending.Token);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }
}

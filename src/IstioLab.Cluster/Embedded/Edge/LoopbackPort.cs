using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>A port of this machine that leads to a service, as a cloud's load balancer does: one ready endpoint per connection.</summary>
internal sealed class LoopbackPort(Socket listener, string owner) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private IPEndPoint? _service;
    private Task? _accepting;

    /// <summary>The service that the port is for, as <c>NAMESPACE/NAME</c>.</summary>
    public string Owner => owner;

    /// <summary>Takes connections from now on; until the first call they wait.</summary>
    /// <param name="service">The service's address and port in the cluster.</param>
    /// <param name="node">The node, from which the service is dialled.</param>
    public void LeadTo(IPEndPoint service, IPodInterface node)
    {
        lock (_gate)
        {
            Volatile.Write(ref _service, service);
            _accepting ??= Task.Run(() => AcceptAsync(node));
        }
    }

    /// <summary>Closes the port. Connections go on until one of their sides ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        listener.Dispose();
        Task? accepting;
        lock (_gate) accepting = _accepting;
        if (accepting is not null) await accepting;
    }

    private async Task AcceptAsync(IPodInterface node)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(_stopping.Token);
                client.NoDelay = true;
                _ = ServeAsync(client, node);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The port is closed.
        }
    }

    private async Task ServeAsync(Socket client, IPodInterface node)
    {
        try
        {
            await using var upstream = await node.DialAsync(Volatile.Read(ref _service)!, CancellationToken.None);
            await SocketRelay.RunAsync(client, upstream.Socket);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or IOException)
        {
            // Nobody serves it: the client sees a reset, the nearest to a refused connection once the port had to accept it.
            client.LingerState = new LingerOption(true, 0);
        }
        finally
        {
            client.Dispose();
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>Connects from pods to what is not in the cluster: to this machine's loopback by its address in pods, to others as they are.</summary>
internal sealed class OutsideDialer(TimeProvider time)
{
    // Istio's default connectTimeout.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">As the operating system says; <see cref="SocketError.TimedOut"/> after ten seconds.</exception>
    public async ValueTask<Socket> DialAsync(IPEndPoint destination, CancellationToken cancellationToken)
    {
        if (OutsideAddresses.IsCluster(destination.Address)) throw new SocketException((int)SocketError.HostUnreachable);
        var target = destination.Address.Equals(OutsideAddresses.Machine) ? new IPEndPoint(IPAddress.Loopback, destination.Port) : destination;
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var late = new CancellationTokenSource(s_limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(target, limit.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

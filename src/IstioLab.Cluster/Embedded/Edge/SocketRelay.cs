using System.Buffers;
using System.Net.Sockets;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>Passes bytes between two sockets until both are done; a side that ends its half leaves the other half open.</summary>
internal static class SocketRelay
{
    private const int BufferSize = 16 * 1024;

    public static async Task RunAsync(Socket client, Socket upstream)
    {
        using var broken = new CancellationTokenSource();
        await Task.WhenAll(CopyAsync(client, upstream, broken), CopyAsync(upstream, client, broken));
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, broken.Token)) > 0)
            {
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), broken.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A reset of one side resets the other.
            if (failure is SocketException) to.LingerState = new LingerOption(true, 0);
            await broken.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

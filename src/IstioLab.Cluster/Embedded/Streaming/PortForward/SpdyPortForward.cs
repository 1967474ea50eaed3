using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Streaming.Spdy;

namespace IstioLab.Cluster.Embedded.Streaming.PortForward;

/// <summary>Pairs the error and the data stream of each forwarded connection by their request id.</summary>
internal sealed class SpdyPortForward(PodPorts ports, CancellationToken cancellationToken)
{
    private const int CopyBuffer = 16 * 1024;

    private readonly Dictionary<string, SpdyStream> _errors = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _connections = [];

    /// <summary>All connections that were ever opened have ended.</summary>
    public Task Ended => Task.WhenAll(_connections);

    public void Open(SpdyStream stream)
    {
        var request = stream.Headers.GetValueOrDefault("requestid", "");
        if (stream.Headers.GetValueOrDefault("streamtype") == "error")
        {
            _errors[request] = stream;
        }
        else if (_errors.Remove(request, out var error))
        {
            _connections.Add(ForwardAsync(stream, error));
        }
    }

    private async Task ForwardAsync(SpdyStream data, SpdyStream error)
    {
        try
        {
            var port = int.TryParse(data.Headers.GetValueOrDefault("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            var (stream, reason) = await ports.OpenAsync(port, cancellationToken);
            if (stream is null)
            {
                await error.WriteAsync(Encoding.UTF8.GetBytes(reason), cancellationToken);
            }
            else
            {
                await using (stream)
                {
                    await CopyBothWaysAsync(data, stream);
                }
            }

            await data.CloseAsync(cancellationToken);
            await error.CloseAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
            // Either end hung up; the other streams of the connection go on.
        }
    }

    private async Task CopyBothWaysAsync(SpdyStream data, Stream pod)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inward = CopyInAsync(data, pod, done.Token);
        var buffer = new byte[CopyBuffer];
        try
        {
            int count;
            while ((count = await pod.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await data.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (IOException)
        {
            // A reset by the pod's program ends the stream as its close does.
        }

        await done.CancelAsync();
        await inward;
    }

    private static async Task CopyInAsync(SpdyStream data, Stream pod, CancellationToken cancellationToken)
    {
        try
        {
            await data.Input.CopyToAsync(pod, cancellationToken);
            await pod.FlushAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The pod's program has closed first.
        }
    }
}

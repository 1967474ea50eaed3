using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using IstioLab.Cluster.Embedded.Streaming.Channels;

namespace IstioLab.Cluster.Embedded.Streaming.PortForward;

/// <summary>KubernetesClient's form: for the i-th port, channel 2i carries the bytes and 2i + 1 the error, each opened by the port's number.</summary>
internal sealed class ChannelPortForward(PodPorts ports)
{
    private const int CopyBuffer = 16 * 1024;

    public async Task RunAsync(WebSocket webSocket, IReadOnlyList<int> requested, CancellationToken cancellationToken)
    {
        using var socket = new ChannelSocket(webSocket);
        var streams = new Stream?[requested.Count];
        var outward = new List<Task>();
        try
        {
            for (var index = 0; index < requested.Count; index++)
            {
                await AnnounceAsync(socket, index, requested[index], cancellationToken);
                var (stream, reason) = await ports.OpenAsync(requested[index], cancellationToken);
                streams[index] = stream;
                outward.Add(stream is null
                    ? socket.SendAsync((byte)((2 * index) + 1), Encoding.UTF8.GetBytes(reason), cancellationToken).AsTask()
                    : CopyOutAsync(socket, (byte)(2 * index), stream, cancellationToken));
            }

            await CopyInAsync(socket, streams, cancellationToken);
        }
        finally
        {
            foreach (var stream in streams.OfType<Stream>())
            {
                await stream.DisposeAsync();
            }

            await Task.WhenAll(outward);
        }
    }

    private static async ValueTask AnnounceAsync(ChannelSocket socket, int index, int port, CancellationToken cancellationToken)
    {
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)port);
        await socket.SendAsync((byte)(2 * index), number, cancellationToken);
        await socket.SendAsync((byte)((2 * index) + 1), number, cancellationToken);
    }

    private static async Task CopyInAsync(ChannelSocket socket, Stream?[] streams, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken) is { } message)
        {
            var index = message.Channel / 2;
            if (message.Channel % 2 == 0 && index < streams.Length && streams[index] is { } stream)
            {
                await stream.WriteAsync(message.Content, cancellationToken);
                await stream.FlushAsync(cancellationToken);
            }
        }
    }

    private static async Task CopyOutAsync(ChannelSocket socket, byte channel, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopyBuffer];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await socket.SendAsync(channel, buffer.AsMemory(0, count), cancellationToken);
            }

            await socket.CloseAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException or OperationCanceledException or WebSocketException)
        {
            // The client has closed, or the pod's program has.
        }
    }
}

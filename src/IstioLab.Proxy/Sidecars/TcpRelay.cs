using System.Buffers;
using IstioLab.Proxy.Http;

namespace IstioLab.Proxy.Sidecars;

/// <summary>Passes bytes between a client and an upstream until both sides are done; a half-closed side stays readable for the other.</summary>
internal static class TcpRelay
{
    private const int BufferSize = 16 * 1024;

    /// <returns>Bytes from the client, and bytes to the client.</returns>
    public static async ValueTask<(long Received, long Sent)> RunAsync(PodConnectionContext client, UpstreamConnection upstream, CancellationToken ct)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var up = CopyUpAsync(client, upstream, broken);
        var down = CopyDownAsync(client, upstream, broken);
        return (await up, await down);
    }

    private static async Task<long> CopyUpAsync(PodConnectionContext client, UpstreamConnection upstream, CancellationTokenSource broken)
    {
        long count = 0;
        var input = client.Transport.Input;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(broken.Token);
                foreach (var segment in result.Buffer)
                {
                    await upstream.Stream.WriteAsync(segment, broken.Token);
                    count += segment.Length;
                }
                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }
            await upstream.EndAsync();
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            await broken.CancelAsync();
        }
        return count;
    }

    private static async Task<long> CopyDownAsync(PodConnectionContext client, UpstreamConnection upstream, CancellationTokenSource broken)
    {
        long count = 0;
        var output = client.Transport.Output;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await upstream.Stream.ReadAsync(buffer, broken.Token)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), broken.Token);
                count += read;
            }
            await output.CompleteAsync();
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            await broken.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return count;
    }

    private static bool IsEnd(Exception failure) =>
        failure is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException or InvalidOperationException;
}

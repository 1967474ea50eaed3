using System.Diagnostics;
using System.Text;

namespace IstioLab.LoadBenchmark;

/// <summary>A closed loop: each connection sends the next request when it has the last answer. Its latencies leave out stalls.</summary>
internal static class LoadGenerator
{
    public static async Task<LoadResult> RunAsync(LoadTarget target, int connections, TimeSpan duration)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(target, start, duration))));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var latencies = runs.SelectMany(run => run.Ticks).Order().ToArray();
        return new LoadResult(
            latencies.Length / elapsed,
            At(latencies, 0.5),
            At(latencies, 0.99),
            (process.TotalProcessorTime - cpu).TotalSeconds / latencies.Length * 1000,
            (double)allocated / latencies.Length,
            runs.Sum(run => run.Failures));
    }

    private static TimeSpan At(long[] latencies, double share) =>
        TimeSpan.FromSeconds((double)latencies[(int)((latencies.Length - 1) * share)] / Stopwatch.Frequency);

    private static async Task<(List<long> Ticks, long Failures)> ConnectionAsync(LoadTarget target, long start, TimeSpan duration)
    {
        var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {target.Host}\r\n\r\n");
        var ticks = new List<long>(1_000_000);
        long failures = 0;
        var buffer = new byte[16 * 1024];
        await using var connection = await target.Client.DialAsync(target.Address, CancellationToken.None);
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            await connection.Stream.WriteAsync(request);
            failures += await ReadAnswerAsync(connection.Stream, buffer) ? 0 : 1;
            ticks.Add(Stopwatch.GetTimestamp() - sent);
        }
        return (ticks, failures);
    }

    private static async ValueTask<bool> ReadAnswerAsync(Stream stream, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The connection was closed in the middle of an answer.");
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0 && length >= end + 4 + ContentLength(buffer.AsSpan(0, end)))
                return buffer.AsSpan(0, 12).SequenceEqual("HTTP/1.1 200"u8);
        }
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        var value = 0;
        for (var i = at + 16; at >= 0 && i < head.Length && char.IsAsciiDigit((char)head[i]); i++)
            value = (value * 10) + head[i] - '0';
        return value;
    }
}

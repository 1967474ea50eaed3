using System.Threading.Channels;
using k8s;

namespace IstioLab.Figures;

/// <summary>An endless loop of curl in one pod; each answer's first line with the moment it arrived.</summary>
internal sealed class CurlLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly TimeProvider _time;
    private readonly Channel<(string Line, long At)> _lines = Channel.CreateUnbounded<(string, long)>();
    private Task _reading = Task.CompletedTask;

    private CurlLoop(TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public long Answers { get; private set; }

    public long Failures { get; private set; }

    public static async Task<CurlLoop> StartAsync(LabUnderMeasure lab, string pod, CancellationToken cancellationToken)
    {
        var loop = new CurlLoop(lab.Time, cancellationToken);
        string[] command = ["sh", "-c", "while true; do curl -s -f --max-time 5 http://apps-svc-all || echo failed; done"];
        var socket = await lab.Api.WebSocketNamespacedPodExecAsync(
            pod, LabUnderMeasure.Namespace, command, "c1", stderr: true, stdin: false, stdout: true, tty: false, cancellationToken: cancellationToken);
        loop._reading = loop.ReadAsync(new StreamDemuxer(socket));
        return loop;
    }

    /// <summary>The moment of the first answer of <paramref name="version"/> after <paramref name="since"/>, and reads on past it.</summary>
    public async Task<long> WaitForAsync(string version, long since, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        await foreach (var (line, at) in _lines.Reader.ReadAllAsync(timeout.Token))
        {
            if (line == version)
            {
                return Math.Max(at, since);
            }
        }

        throw new InvalidOperationException($"The loop ended before an answer of '{version}'.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(StreamDemuxer demuxer)
    {
        demuxer.Start();
        await using var output = demuxer.GetStream(ChannelIndex.StdOut, null);
        using var reader = new StreamReader(output);
        try
        {
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                Answers++;
                Failures += line is "c1" or "c2" ? 0 : 1;
                _lines.Writer.TryWrite((line, _time.GetTimestamp()));
            }
        }
        catch (OperationCanceledException)
        {
            _lines.Writer.TryComplete();
        }
        finally
        {
            demuxer.Dispose();
            _lines.Writer.TryComplete();
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Services.Fortio;

/// <summary><c>fortio load</c>: sends at a rate over some connections and counts the answers by status.</summary>
internal sealed class FortioLoad(ProgramContext context, FortioOptions options, Func<FortioClient> connect)
{
    private static readonly double[] s_percentiles = [50, 75, 90, 99, 99.9];

    private readonly ConcurrentDictionary<int, int> _codes = new();
    private readonly ConcurrentBag<double> _seconds = [];
    private int _started;
    private int _sockets;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Quiet)
            Line($"Fortio of IstioLab running at {(options.Rate > 0 ? options.Rate.ToString(CultureInfo.InvariantCulture) : "max")} queries per second: {options.Url}");
        await context.FlushAsync(cancellationToken);
        var began = context.Time.GetTimestamp();
        var connections = options.Count > 0 ? Math.Min(options.Connections, options.Count) : options.Connections;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SendAsync(began, connections, cancellationToken)));
        Report(context.Time.GetElapsedTime(began), connections);
        await context.FlushAsync(cancellationToken);
        return 0;
    }

    private async Task SendAsync(long began, int connections, CancellationToken cancellationToken)
    {
        await using var client = connect();
        for (var own = 0; Goes(began); own++)
        {
            if (options.Rate > 0)
            {
                var wait = TimeSpan.FromSeconds(own * connections / options.Rate) - context.Time.GetElapsedTime(began);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, context.Time, cancellationToken);
            }

            var start = context.Time.GetTimestamp();
            var (status, _, _) = await client.SendAsync(cancellationToken);
            _seconds.Add(context.Time.GetElapsedTime(start).TotalSeconds);
            _codes.AddOrUpdate(status, 1, static (_, count) => count + 1);
        }

        Interlocked.Add(ref _sockets, client.Opened);
    }

    private bool Goes(long began) => options.Count > 0
        ? Interlocked.Increment(ref _started) <= options.Count
        : options.Duration <= TimeSpan.Zero || context.Time.GetElapsedTime(began) < options.Duration;

    private void Report(TimeSpan took, int connections)
    {
        var sorted = _seconds.Order().ToArray();
        if (sorted.Length == 0)
            return;
        Line($"Ended after {took.TotalMilliseconds:0.######}ms : {sorted.Length} calls. qps={sorted.Length / took.TotalSeconds:0.#####}");
        Line($"Aggregated Function Time : count {sorted.Length} avg {sorted.Average():0.########} min {sorted[0]:0.#########} max {sorted[^1]:0.#########} sum {sorted.Sum():0.#########}");
        foreach (var percentile in s_percentiles)
            Line($"# target {percentile}% {sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percentile / 100))]:0.########}");
        Line($"Sockets used: {_sockets} (for perfect keepalive, would be {connections})");
        foreach (var (code, count) in _codes.OrderBy(pair => pair.Key))
            Line($"Code {code,3} : {count} ({100.0 * count / sorted.Length:0.0} %)");
        Line($"All done {sorted.Length} calls (plus 0 warmup) {1000 * sorted.Average():0.000} ms avg, {sorted.Length / took.TotalSeconds:0.0} qps");
    }

    private void Line(FormattableString text) => context.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

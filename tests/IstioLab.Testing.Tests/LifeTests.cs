using System.Diagnostics;

namespace IstioLab.Testing.Tests;

/// <summary>Alone in its process: other tests' labs would count as leaks.</summary>
[CollectionDefinition(nameof(LifeTests), DisableParallelization = true)]
[Collection(nameof(LifeTests))]
public sealed class LifeTests
{
    private const int Cycles = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labs_started_and_stopped_leave_no_memory_sockets_or_threads()
    {
        Dictionary<int, Figures> after = [];
        List<double> starts = [];
        for (var cycle = 1; cycle <= Cycles; cycle++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var lab = await IstioLabFixture.StartAsync(cancellationToken: Token);
            starts.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            await lab.DisposeAsync();
            if (cycle % 20 == 0) after[cycle] = Figures.Now();
        }

        var (first, last) = (after[20], after[Cycles]);
        var seen = string.Join(Environment.NewLine, after.Select(entry => $"{entry.Key}: {entry.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine(seen);
        Assert.True(last.Heap <= first.Heap + 2, seen);
        Assert.True(last.Sockets <= first.Sockets, seen);
        Assert.True(last.Threads <= first.Threads, seen);
        Assert.True(last.Rss <= first.Rss + 10, seen);
        Assert.InRange(starts.Skip(1).Order().ElementAt(Cycles / 2), 0, 500);
    }

    [Fact]
    public async Task Twenty_labs_run_in_parallel()
    {
        var labs = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => RunAsync(number)));

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"lab {number}"), labs);
    }

    private static async Task<string> RunAsync(int number)
    {
        await using var lab = await IstioLabFixture.StartAsync(cancellationToken: Token);
        await lab.InjectAsync(
            $$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec: {containers: [{name: c1, image: busybox, command: [sh, -c, "echo 'lab {{{number}}}' > /var/www/index.html; httpd -f -p 80 -h /var/www"]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: client}
            spec: {containers: [{name: c1, image: busybox, command: [tail, -f, /etc/hosts]}]}
            """, Token);
        var answers = await lab.SendAsync("client", "http://web/", cancellationToken: Token);
        await answers.First.AssertSpansAsync(["client.default", "web.default"], Token);
        return answers.First.FirstLine;
    }

    private readonly record struct Figures(double Rss, double Heap, int Sockets, int Handles, int Threads)
    {
        public static Figures Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var process = Process.GetCurrentProcess();
            var files = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget ?? "") : [];
            var sockets = files.Count(target => target.StartsWith("socket:", StringComparison.Ordinal));
            return new Figures(process.WorkingSet64 / 1048576.0, GC.GetTotalMemory(forceFullCollection: false) / 1048576.0, sockets, process.HandleCount, process.Threads.Count - ThreadPool.ThreadCount);
        }
    }
}

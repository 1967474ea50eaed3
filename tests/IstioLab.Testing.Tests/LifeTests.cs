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
        var used = TimeSpan.Zero;
        for (var cycle = 1; cycle <= Cycles; cycle++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var lab = await IstioLabFixture.StartAsync(cancellationToken: Token);
            starts.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            await lab.DisposeAsync();
            if (cycle == 1) used = Environment.CpuUsage.TotalTime;
            if (cycle % 20 == 0) after[cycle] = await Figures.NowAsync(Token);
        }

        var (first, last) = (after[20], after[Cycles]);
        starts = [.. starts.Skip(1).Order()];
        used = (Environment.CpuUsage.TotalTime - used) / (Cycles - 1);
        var seen = string.Join(Environment.NewLine, after.Select(entry => $"{entry.Key}: {entry.Value}"))
            + $"{Environment.NewLine}ready after {starts[0]:0} to {starts[^1]:0} ms, half of them in {starts[Cycles / 2]:0} ms; {used.TotalMilliseconds:0} ms of the processor each";
        TestContext.Current.TestOutputHelper?.WriteLine(seen);
        Assert.True(last.Rss <= first.Rss + 10, seen);
        Assert.True(last.Heap <= first.Heap + 2, seen);
        Assert.True(last.Sockets == first.Sockets, seen);
        Assert.True(last.Threads == first.Threads, seen);

        // The quickest, and what all cost: a machine that runs other things beside this test has pauses of its own.
        Assert.True(starts[0] <= 500, seen);
        Assert.True(used.TotalMilliseconds <= 500, seen);
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

    private readonly record struct Figures(double Rss, double Heap, int Sockets, int Threads)
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

        public static async Task<Figures> NowAsync(CancellationToken cancellationToken)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var threads = await CountThreadsAsync(cancellationToken);
            using var process = Process.GetCurrentProcess();
            return new Figures(process.WorkingSet64 / 1048576.0, GC.GetTotalMemory(forceFullCollection: false) / 1048576.0, CountSockets(), threads);
        }

        private static int CountSockets() => Directory.Exists("/proc/self/fd")
            ? Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
            : 0;

        /// <summary>
        /// The threads beside those of the pool and the garbage collector, which come and go by the load; a server's heart beats a moment
        /// longer than the server lives.
        /// </summary>
        private static async Task<int> CountThreadsAsync(CancellationToken cancellationToken)
        {
            using var process = Process.GetCurrentProcess();
            if (!Directory.Exists("/proc/self/task")) return process.Threads.Count - ThreadPool.ThreadCount;
            var started = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var names = Directory.GetDirectories("/proc/self/task").Select(TryGetName).OfType<string>().ToList();
                if (!names.Contains("Kestrel Timer") || TimeProvider.System.GetElapsedTime(started) > Limit)
                {
                    return names.Count(name => name != ".NET BGC" && !name.StartsWith(".NET TP ", StringComparison.Ordinal));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }
        }

        /// <summary>A thread's name; null when it has ended meanwhile.</summary>
        private static string? TryGetName(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}

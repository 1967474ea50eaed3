using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

public sealed class ResourceLogsTests
{
    private const string AppLog = "api/v1/namespaces/nolen/pods/one/log";

    private static readonly ClusterInfo Info = new("embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "", DateTimeOffset.UnixEpoch);

    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_of_a_single_container_come_as_they_are_with_their_times()
    {
        await using var hub = await StartAsync("c");
        await using var lines = new ResourceLogs(_cluster, hub, TimeProvider.System).ReadAsync("pod-nolen-one", follow: true, Token).GetAsyncEnumerator(Token);
        var first = lines.MoveNextAsync();
        await _cluster.WriteAsync(AppLog, "2026-01-02T03:04:05.1Z hello world");

        Assert.True(await first);
        Assert.Equal(["2026-01-02T03:04:05.1Z hello world"], lines.Current.Select(line => line.Text));
    }

    [Fact]
    public async Task Lines_of_several_containers_say_which_one_wrote_them()
    {
        await using var hub = await StartAsync("c", "istio-proxy");
        await using var lines = new ResourceLogs(_cluster, hub, TimeProvider.System).ReadAsync("pod-nolen-one", follow: true, Token).GetAsyncEnumerator(Token);
        var first = lines.MoveNextAsync();
        await _cluster.WriteAsync(AppLog, "2026-01-02T03:04:05.1Z hello");

        Assert.True(await first);
        Assert.Matches(@"^2026-01-02T03:04:05\.1Z \[(c|istio-proxy)\] hello$", Assert.Single(lines.Current).Text);
    }

    [Fact]
    public async Task Reading_without_following_ends_with_the_log()
    {
        await using var hub = await StartAsync("c");
        var reading = ReadAllAsync(new ResourceLogs(_cluster, hub, TimeProvider.System), "pod-nolen-one");
        await _cluster.WriteAsync(AppLog, "2026-01-02T03:04:05.1Z one");
        await _cluster.WriteAsync(AppLog, "2026-01-02T03:04:05.2Z two");
        await _cluster.EndAsync(AppLog);

        Assert.Equal(["2026-01-02T03:04:05.1Z one", "2026-01-02T03:04:05.2Z two"], await reading);
    }

    [Fact]
    public async Task Unknown_resource_has_no_lines()
    {
        await using var hub = await StartAsync("c");

        Assert.Empty(await ReadAllAsync(new ResourceLogs(_cluster, hub, TimeProvider.System), "pod-nolen-none"));
    }

    private static async Task<List<string>> ReadAllAsync(ResourceLogs logs, string name)
    {
        var texts = new List<string>();
        await foreach (var batch in logs.ReadAsync(name, follow: false, Token))
        {
            texts.AddRange(batch.Select(line => line.Text));
        }

        return texts;
    }

    private async Task<ResourceHub> StartAsync(params string[] containers)
    {
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", containers));
        var hub = ResourceHub.Start(_cluster, Info, TimeProvider.System);
        using var subscription = hub.Subscribe();
        while (hub.Find("pod-nolen-one") is null)
        {
            await subscription.Changes.WaitToReadAsync(Token);
            subscription.Changes.TryRead(out _);
        }

        return hub;
    }
}

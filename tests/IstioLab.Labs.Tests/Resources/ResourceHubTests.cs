using System.Text.Json.Nodes;
using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

public sealed class ResourceHubTests : IAsyncDisposable
{
    private static readonly ClusterInfo Info = new("embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "", DateTimeOffset.UnixEpoch);

    private readonly FakeCluster _cluster = new();
    private ResourceHub? _hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task Listed_and_watched_objects_become_resources()
    {
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"));
        var hub = Start();
        using var subscription = hub.Subscribe();
        await UntilAsync(subscription, hub, "pod-nolen-one", present: true);

        await _cluster.WriteAsync(SampleObjects.Pods, Event("ADDED", SampleObjects.Pod("two", "c")));
        await UntilAsync(subscription, hub, "pod-nolen-two", present: true);
        await _cluster.WriteAsync(SampleObjects.Pods, Event("DELETED", SampleObjects.Pod("one", "c")));
        await UntilAsync(subscription, hub, "pod-nolen-one", present: false);
    }

    [Fact]
    public async Task Object_that_vanished_while_the_watch_was_broken_is_gone_after_the_next_list()
    {
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"), SampleObjects.Pod("two", "c"));
        var hub = Start();
        using var subscription = hub.Subscribe();
        await UntilAsync(subscription, hub, "pod-nolen-two", present: true);

        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("two", "c"));
        await _cluster.EndAsync(SampleObjects.Pods);

        await UntilAsync(subscription, hub, "pod-nolen-one", present: false);
        Assert.NotNull(hub.Find("pod-nolen-two"));
    }

    [Fact]
    public async Task Api_that_is_away_shows_at_the_cluster_until_it_is_back()
    {
        _cluster.Down = true;
        var hub = Start();
        using var subscription = hub.Subscribe();
        await UntilAsync(subscription, () => hub.Find("cluster")!.State == "Not answering");

        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"));
        _cluster.Down = false;

        await UntilAsync(subscription, hub, "pod-nolen-one", present: true);
        await UntilAsync(subscription, () => hub.Find("cluster")!.State == "Running");
    }

    [Fact]
    public async Task Ending_the_hub_ends_its_subscriptions()
    {
        var hub = Start();
        var subscription = hub.Subscribe();
        await hub.DisposeAsync();
        _hub = null;

        while (subscription.Changes.TryRead(out _))
        {
        }

        Assert.False(await subscription.Changes.WaitToReadAsync(Token));
    }

    private ResourceHub Start() => _hub = ResourceHub.Start(_cluster, Info, TimeProvider.System);

    private static string Event(string type, JsonObject value) => new JsonObject { ["type"] = type, ["object"] = value }.ToJsonString();

    private static Task UntilAsync(ResourceSubscription subscription, ResourceHub hub, string name, bool present) =>
        UntilAsync(subscription, () => hub.Find(name) is not null == present);

    private static async Task UntilAsync(ResourceSubscription subscription, Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await subscription.Changes.WaitToReadAsync(limit.Token);
            subscription.Changes.TryRead(out _);
        }
    }
}

using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Tests.Embedded.Storage;

public sealed class ObjectStoreTests
{
    private static readonly ObjectKey Key = new("configmaps", "x", "cm");

    [Fact]
    public void Put_grows_the_version_and_refuses_a_stale_writer()
    {
        var store = new ObjectStore(firstVersion: 10);

        var first = store.TryPut(Key, null, Body("1"));
        Assert.NotNull(first);
        Assert.Equal(11, first.ResourceVersion);
        Assert.Null(store.TryPut(Key, null, Body("2")));
        var second = store.TryPut(Key, first, Body("3"));
        Assert.Equal(12, second!.ResourceVersion);
        Assert.Null(store.TryPut(Key, first, Body("4")));
        Assert.Equal("3", (string?)store.Find(Key)!.ToNode()["data"]!["a"]);
    }

    [Fact]
    public void Watch_from_a_version_gets_every_later_change_in_order()
    {
        var store = new ObjectStore();
        var first = store.TryPut(Key, null, Body("1"))!;
        var second = store.TryPut(Key, first, Body("2"))!;
        using var watch = store.TryWatch("configmaps", first.ResourceVersion)!;
        store.TryRemove(second, Body("2"));

        Assert.True(watch.Events.TryRead(out var modified));
        Assert.Equal((ObjectEventType.Modified, 3L), (modified.Type, modified.ResourceVersion));
        Assert.True(watch.Events.TryRead(out var deleted));
        Assert.Equal((ObjectEventType.Deleted, 4L), (deleted.Type, deleted.Object.ResourceVersion));
        Assert.False(watch.Events.TryRead(out _));
    }

    [Fact]
    public void Watch_older_than_the_window_is_refused()
    {
        var store = new ObjectStore(history: 2);
        var item = store.TryPut(Key, null, Body("0"));
        for (var index = 1; index <= 3; index++) item = store.TryPut(Key, item, Body($"{index}"));

        Assert.Null(store.TryWatch("configmaps", 2));
        using var watch = store.TryWatch("configmaps", 3);
        Assert.NotNull(watch);
    }

    [Fact]
    public void Subscription_begins_with_what_is_there_and_ends_when_disposed()
    {
        var store = new ObjectStore();
        store.TryPut(Key, null, Body("1"));
        var subscription = store.Subscribe(["configmaps", "secrets"]);
        store.TryPut(new ObjectKey("secrets", "x", "s"), null, Body("2"));
        subscription.Dispose();
        store.TryPut(new ObjectKey("secrets", "x", "t"), null, Body("3"));

        Assert.Equal(1, subscription.InitialCount);
        Assert.True(subscription.Events.TryRead(out var there));
        Assert.Equal("cm", there.Object.Name);
        Assert.True(subscription.Events.TryRead(out var added));
        Assert.Equal("s", added.Object.Name);
        Assert.False(subscription.Events.TryRead(out _));
        Assert.True(subscription.Events.Completion.IsCompleted);
    }

    [Fact]
    public void Stored_bytes_begin_with_the_api_version()
    {
        var stored = new ObjectStore().TryPut(Key, null, Body("<ü>"))!;

        var text = System.Text.Encoding.UTF8.GetString(stored.Json.Span);
        Assert.StartsWith("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{", text, StringComparison.Ordinal);
        Assert.Equal("v1", text.Substring(ObjectJson.ApiVersionOffset, 2));
        Assert.Contains("<ü>", text, StringComparison.Ordinal);
    }

    private static JsonObject Body(string value) => new()
    {
        ["data"] = new JsonObject { ["a"] = value },
        ["metadata"] = new JsonObject { ["name"] = "cm", ["labels"] = new JsonObject { ["l"] = "v" } },
        ["kind"] = "ConfigMap",
        ["apiVersion"] = "v1",
    };
}

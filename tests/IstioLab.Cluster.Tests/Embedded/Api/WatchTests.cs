using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class WatchTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_list_begins_with_objects_and_a_bookmark()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Maps, Map("one", "a"));

        using var watch = await api.WatchAsync($"{Maps}?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");

        var added = await ReadAsync(watch);
        Assert.Equal(("ADDED", "one"), (Type(added), Name(added)));
        var bookmark = await ReadAsync(watch);
        Assert.Equal("BOOKMARK", Type(bookmark));
        Assert.Equal("ConfigMap", (string?)bookmark["object"]!["kind"]);
        Assert.Equal("true", (string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task An_object_that_begins_or_ceases_to_match_is_added_or_deleted()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        var list = await api.SendAsync("GET", Maps);
        var version = (string?)list.Json["metadata"]!["resourceVersion"];
        using var watch = await api.WatchAsync($"{Maps}?watch=1&labelSelector=tier%3Da&resourceVersion={version}");

        await api.SendAsync("POST", Maps, Map("one", "b"));
        await api.SendAsync("PATCH", $"{Maps}/one", """{"metadata":{"labels":{"tier":"a"}}}""", "application/merge-patch+json");
        await api.SendAsync("PATCH", $"{Maps}/one", """{"data":{"x":"1"}}""", "application/merge-patch+json");
        await api.SendAsync("PATCH", $"{Maps}/one", """{"metadata":{"labels":{"tier":"c"}}}""", "application/merge-patch+json");
        await api.SendAsync("PATCH", $"{Maps}/one", """{"metadata":{"labels":{"tier":"a"}}}""", "application/merge-patch+json");
        await api.SendAsync("DELETE", $"{Maps}/one");

        var types = new List<string>();
        for (var index = 0; index < 5; index++) types.Add(Type(await ReadAsync(watch)));
        Assert.Equal(["ADDED", "MODIFIED", "DELETED", "ADDED", "DELETED"], types);
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_gone()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        using var watch = await api.WatchAsync($"{Maps}?watch=true&resourceVersion=1");

        var error = await ReadAsync(watch);
        Assert.Equal("ERROR", Type(error));
        Assert.Equal(410, (int?)error["object"]!["code"]);
        Assert.Equal("Expired", (string?)error["object"]!["reason"]);
    }

    [Fact]
    public async Task A_table_watch_sends_columns_once()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Maps, Map("one", "a"));
        await api.SendAsync("POST", Maps, Map("two", "a"));

        using var watch = await api.WatchAsync($"{Maps}?watch=true", RawApi.Table);

        var first = await ReadAsync(watch);
        var second = await ReadAsync(watch);
        Assert.Equal(3, first["object"]!["columnDefinitions"]!.AsArray().Count);
        Assert.Empty(second["object"]!["columnDefinitions"]!.AsArray());
        Assert.Equal("two", (string?)second["object"]!["rows"]![0]!["cells"]![0]);
    }

    [Fact]
    public async Task A_watch_ends_at_its_timeout()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        using var watch = await api.WatchAsync($"{Maps}?watch=true&timeoutSeconds=1");

        Assert.Null(await watch.ReadLineAsync(Token));
    }

    private static async Task<JsonNode> ReadAsync(StreamReader watch) => JsonNode.Parse((await watch.ReadLineAsync(Token))!)!;

    private static string Type(JsonNode change) => (string?)change["type"] ?? "";

    private static string Name(JsonNode change) => (string?)change["object"]!["metadata"]!["name"] ?? "";

    private static string Map(string name, string tier) => $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"tier":"{{{{tier}}}}"}}}""";
}

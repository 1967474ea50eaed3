namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class ListTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Pages_show_the_state_of_the_first_one()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        foreach (var name in new[] { "a", "b", "c", "d", "e" }) await api.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");

        var first = await api.SendAsync("GET", $"{Maps}?limit=2");
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"bb"}}""");
        await api.SendAsync("DELETE", $"{Maps}/d");
        var token = (string?)first.Json["metadata"]!["continue"];
        var second = await api.SendAsync("GET", $"{Maps}?limit=9&continue={token}");

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(3, (int?)first.Json["metadata"]!["remainingItemCount"]);
        Assert.Equal(["c", "d", "e"], Names(second));
        Assert.Equal((string?)first.Json["metadata"]!["resourceVersion"], (string?)second.Json["metadata"]!["resourceVersion"]);
    }

    [Theory]
    [InlineData("labelSelector=app%3Dx", "x1 x2")]
    [InlineData("labelSelector=app%20in%20(x,y),!old", "x1 y1")]
    [InlineData("fieldSelector=metadata.name%3Dy1", "y1")]
    [InlineData("fieldSelector=metadata.name!%3Dy1&labelSelector=app", "x1 x2")]
    public async Task Selectors_choose(string query, string expected)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"x1","labels":{"app":"x"}}}""");
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"x2","labels":{"app":"x","old":"1"}}}""");
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"y1","labels":{"app":"y"}}}""");

        Assert.Equal(expected, string.Join(' ', Names(await api.SendAsync("GET", $"{Maps}?{query}"))));
    }

    [Theory]
    [InlineData("labelSelector=a%20in%20b", 400, "unable to parse requirement")]
    [InlineData("fieldSelector=spec.nope%3D1", 400, "field label not supported: spec.nope")]
    [InlineData("continue=zzz", 400, "continue key is not valid")]
    [InlineData("limit=many", 400, "invalid syntax")]
    public async Task Queries_that_cannot_be_read_are_refused(string query, int code, string message)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync("GET", $"{Maps}?{query}");

        Assert.Equal(code, answer.Code);
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"x","labels":{"app":"x"}}}""");
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"y"}}""");

        await api.SendAsync("DELETE", $"{Maps}?labelSelector=app%3Dx");

        Assert.Equal(["y"], Names(await api.SendAsync("GET", Maps)));
    }

    private static IEnumerable<string?> Names(RawAnswer list) => list.Json["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]);
}

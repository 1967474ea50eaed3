namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class DiscoveryTests
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    [Fact]
    public async Task Aggregated_discovery_has_a_tag_that_spares_the_second_answer()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var groups = await api.SendAsync("GET", "/apis?timeout=32s", accept: Aggregated);

        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", groups.ContentType.Replace(" ", "", StringComparison.Ordinal));
        Assert.NotNull(groups.Tag);
        Assert.Contains(groups.Json["items"]!.AsArray(), group => (string?)group!["metadata"]!["name"] == "networking.istio.io");
    }

    [Fact]
    public async Task The_older_forms_are_there_too()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        Assert.Equal("APIVersions", (string?)(await api.SendAsync("GET", "/api")).Json["kind"]);
        Assert.Equal("APIGroupList", (string?)(await api.SendAsync("GET", "/apis")).Json["kind"]);
        Assert.Equal("APIGroup", (string?)(await api.SendAsync("GET", "/apis/apps")).Json["kind"]);
        var core = await api.SendAsync("GET", "/api/v1");
        Assert.Contains(core.Json["resources"]!.AsArray(), resource => (string?)resource!["name"] == "pods/eviction");
    }

    [Fact]
    public async Task Open_api_documents_are_named_by_their_content()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var root = await api.SendAsync("GET", "/openapi/v3");
        var url = (string?)root.Json["paths"]!["apis/apps/v1"]!["serverRelativeURL"];
        var document = await api.SendAsync("GET", url!);

        Assert.StartsWith("text/plain", root.ContentType, StringComparison.Ordinal);
        Assert.Equal("3.0.0", (string?)document.Json["openapi"]);
        Assert.Equal(200, (await api.SendAsync("GET", "/openapi/v2")).Code);
    }
}

namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class CustomResourceTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Widgets = "/apis/example.com/v1/namespaces/default/widgets";

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"},
         "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wg"]},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
             "spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1},"color":{"type":"string","default":"red","enum":["red","blue"]}}},
             "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
        """;

    [Fact]
    public async Task A_definition_makes_its_kind_live_at_once()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        Assert.Equal(404, (await api.SendAsync("GET", Widgets)).Code);

        var defined = await api.SendAsync("POST", Definitions, Definition);
        Assert.Equal(201, defined.Code);
        Assert.Equal("Established", (string?)defined.Json["status"]!["conditions"]![1]!["type"]);
        Assert.Equal("widget", (string?)defined.Json["spec"]!["names"]!["singular"]);

        var created = await api.SendAsync("POST", Widgets, """{"metadata":{"name":"w"},"spec":{"size":3}}""");
        Assert.Equal((201, "red"), (created.Code, (string?)created.Json["spec"]!["color"]));
        var table = await api.SendAsync("GET", Widgets, accept: RawApi.Table);
        Assert.Equal("""["w",3]""", table.Json["rows"]![0]!["cells"]!.ToJsonString());
        var discovery = await api.SendAsync("GET", "/apis/example.com/v1");
        Assert.Equal(["widgets", "widgets/status"], discovery.Json["resources"]!.AsArray().Select(resource => (string?)resource!["name"]));
        Assert.Contains("\"apis/example.com/v1\"", (await api.SendAsync("GET", "/openapi/v3")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_are_held_to_the_schema()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Definitions, Definition);

        var answer = await api.SendAsync("POST", Widgets, """{"metadata":{"name":"w"},"spec":{"size":0,"color":"green"}}""");

        Assert.Equal(422, answer.Code);
        Assert.Equal(
            ["spec.color", "spec.size"],
            answer.Json["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Objects_go_with_their_definition()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Definitions, Definition);
        await api.SendAsync("POST", Widgets, """{"metadata":{"name":"w"},"spec":{"size":3}}""");

        await api.SendAsync("DELETE", $"{Definitions}/widgets.example.com");

        Assert.Equal(404, (await api.SendAsync("GET", Widgets)).Code);
        await api.SendAsync("POST", Definitions, Definition);
        Assert.Empty((await api.SendAsync("GET", Widgets)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Status_is_written_by_its_subresource_alone()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Definitions, Definition);
        await api.SendAsync("POST", Widgets, """{"metadata":{"name":"w"},"spec":{"size":3},"status":{"ready":true}}""");

        var main = await api.SendAsync("PATCH", $"{Widgets}/w", """{"status":{"ready":true}}""", "application/merge-patch+json");
        var status = await api.SendAsync("PATCH", $"{Widgets}/w/status", """{"spec":{"size":9},"status":{"ready":true}}""", "application/merge-patch+json");

        Assert.Null(main.Json["status"]);
        Assert.True((bool?)status.Json["status"]!["ready"]);
        Assert.Equal((3, 1), ((int?)status.Json["spec"]!["size"], (int?)status.Json["metadata"]!["generation"]));
    }

    [Fact]
    public async Task A_definition_with_a_wrong_name_is_refused()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync("POST", Definitions, Definition.Replace("widgets.example.com", "gadgets.example.com", StringComparison.Ordinal));

        Assert.Equal(422, answer.Code);
        Assert.Contains("must be spec.names.plural+\".\"+spec.group", answer.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Tests.Api;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Labs.Tests.Manifests;

public sealed class ManifestApplierTests
{
    private const string Namespaces = """{"resources":[{"name":"namespaces","kind":"Namespace","namespaced":false}]}""";
    private const string OldIstio = """{"resources":[{"name":"virtualservices","kind":"VirtualService","namespaced":true}]}""";
    private const string Leaving = """{"kind":"Namespace","metadata":{"name":"nolen","deletionTimestamp":"2026-11-29T12:00:00Z"},"status":{"phase":"Terminating"}}""";

    private readonly ImpatientTime _time = new(TimeSpan.FromSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Namespace_that_is_being_deleted_is_waited_for_and_made_again()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Objects["api/v1"] = Namespaces;
        server.Objects["api/v1/namespaces/nolen"] = Leaving;
        var looks = 0;
        server.First = async context =>
        {
            if (context.Request.Path == "/api/v1/namespaces/nolen" && Interlocked.Increment(ref looks) == 3)
            {
                server.Objects.TryRemove("api/v1/namespaces/nolen", out _);
            }

            if (context.Request.Method == HttpMethods.Post)
            {
                context.Response.StatusCode = StatusCodes.Status201Created;
                await context.Response.WriteAsync("{}", context.RequestAborted);
                return true;
            }

            return false;
        };

        var applied = await new ManifestApplier(server.Api, time: _time).ApplyAsync(Manifest("v1", "Namespace"), "", Token);

        Assert.Equal("namespace/nolen created", applied.ToString());
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Older_Istio_gets_the_object_in_the_version_that_it_serves()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Objects["apis/networking.istio.io/v1beta1"] = OldIstio;
        JsonNode? sent = null;
        var path = "";
        server.First = async context =>
        {
            if (context.Request.Method != HttpMethods.Post)
            {
                return false;
            }

            path = context.Request.Path;
            sent = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            context.Response.Headers.Append("Warning", "299 - \"check it\"");
            await context.Response.WriteAsync("{}", context.RequestAborted);
            return true;
        };

        var applied = await new ManifestApplier(server.Api, time: _time).ApplyAsync(Manifest("networking.istio.io/v1", "VirtualService"), "nolen", Token);

        Assert.Equal("virtualservice.networking.istio.io/nolen created", applied.ToString());
        Assert.Equal(["check it"], applied.Warnings);
        Assert.Equal("/apis/networking.istio.io/v1beta1/namespaces/nolen/virtualservices", path);
        Assert.Equal("networking.istio.io/v1beta1", (string?)sent?["apiVersion"]);
    }

    [Fact]
    public async Task Unknown_kind_is_told_with_how_to_see_those_there_are()
    {
        await using var server = await FakeKubernetes.StartAsync();

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => new ManifestApplier(server.Api).ApplyAsync(Manifest("networking.istio.io/v1", "VirtualService"), "nolen", Token));

        Assert.Contains("no kind 'VirtualService' in 'networking.istio.io/v1'", thrown.Message, StringComparison.Ordinal);
    }

    private static JsonObject Manifest(string apiVersion, string kind) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = "nolen" },
    };
}

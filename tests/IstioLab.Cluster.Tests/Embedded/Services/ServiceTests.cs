using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Tests.Embedded.Controllers;

namespace IstioLab.Cluster.Tests.Embedded.Services;

public sealed class ServiceTests
{
    private static JsonObject Service(string name, string clusterIp, JsonNode targetPort, string app) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = clusterIp,
            ["selector"] = new JsonObject { ["app"] = app },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = targetPort, ["protocol"] = "TCP" }),
        },
    };

    private static bool Has(JsonObject slice, bool ready, bool serving, bool terminating) => slice.Items("endpoints").Any(endpoint =>
        endpoint.Flag("conditions", "ready") == ready && endpoint.Flag("conditions", "serving") == serving
        && endpoint.Flag("conditions", "terminating") == terminating);

    [Fact]
    public async Task Service_without_pods_has_an_empty_slice_and_refuses_connections()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateAsync(Resources.Services, "x", Service("web", "10.96.1.1", 8080, "web"));

        var slice = await harness.UntilAnyAsync(Resources.EndpointSlices, item => item.Text("metadata", "labels", "kubernetes.io/service-name") == "web");

        Assert.Null(slice["ports"]);
        Assert.Empty(slice.Items("endpoints"));
        await ControllerHarness.UntilTrueAsync(() => !harness.Table.TryResolve(new IPEndPoint(IPAddress.Parse("10.96.1.1"), 80), 0, out _, out var known) && known);
    }

    [Fact]
    public async Task Service_leads_to_ready_pods_by_port_name_and_leaves_them_when_they_terminate()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateAsync(Resources.Services, "x", Service("web", "10.96.1.1", "http", "web"));
        var ports = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 80 }) };
        await harness.CreatePodAsync("web", "listen", more: ports);

        var slice = await harness.UntilAnyAsync(Resources.EndpointSlices, item => Has(item, ready: true, serving: true, terminating: false));
        Assert.Equal(80, slice.Items("ports").Single().Number("port"));
        Assert.Equal("web", slice.Items("endpoints").Single().Text("targetRef", "name"));
        var service = new IPEndPoint(IPAddress.Parse("10.96.1.1"), 80);
        await ControllerHarness.UntilTrueAsync(() => harness.Table.TryResolve(service, 7, out var endpoint, out _) && endpoint.ToString() == "10.244.0.2:80");

        var left = harness.Table.UntilLeftAsync(IPAddress.Parse("10.244.0.2"), ControllerHarness.Token);
        Assert.False(left.IsCompleted);
        using var slices = harness.Api.Subscribe([Resources.EndpointSlices]);
        await harness.Api.DeleteAsync(Resources.Pods, "x", "web", new(), ControllerHarness.Token);
        await left;
        await harness.UntilGoneAsync(Resources.Pods, "x", "web");
        await ControllerHarness.UntilTrueAsync(() => !harness.Table.TryResolve(service, 7, out _, out _));
        var seen = new List<JsonObject>();
        while (slices.Events.TryRead(out var change)) seen.Add(change.Object.ToNode());
        Assert.Contains(seen, item => Has(item, ready: false, serving: true, terminating: true));
    }

    [Fact]
    public async Task Names_resolve_through_search_domains_and_headless_services_to_their_pods()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        await harness.CreateAsync(Resources.Services, "x", Service("web", "10.96.1.1", 80, "web"));
        await harness.CreateAsync(Resources.Services, "x", Service("bare", "None", 80, "web"));
        await harness.CreateAsync(Resources.Services, "x", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "alias" },
            ["spec"] = new JsonObject { ["type"] = "ExternalName", ["externalName"] = "web.x.svc.cluster.local" },
        });
        await harness.CreatePodAsync("web", "sleep");
        await harness.UntilAnyAsync(Resources.EndpointSlices, item => item.Text("metadata", "labels", "kubernetes.io/service-name") == "bare" && Has(item, true, true, false));
        var resolver = new PodResolver(new ClusterDns(harness.Api), "x");

        async Task<string> Resolve(string name) => string.Join(',', await resolver.ResolveAsync(name, ControllerHarness.Token));

        Assert.Equal("10.96.1.1", await Resolve("web"));
        Assert.Equal("10.96.1.1", await Resolve("web.x"));
        Assert.Equal("10.96.1.1", await Resolve("web.x.svc.cluster.local."));
        Assert.Equal("10.244.0.2", await Resolve("bare"));
        Assert.Equal("10.244.0.2", await Resolve("10-244-0-2.x.pod"));
        Assert.Equal("10.96.1.1", await Resolve("alias"));
        Assert.Equal("10.1.2.3", await Resolve("10.1.2.3"));
        Assert.Equal("", await Resolve("web.nowhere"));
        Assert.Equal("", await Resolve("example.com"));
        Assert.Equal("web.x.svc.cluster.local", resolver.Canonicalize("web"));
        Assert.Equal(
            "search x.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n", resolver.ResolvConf);
    }
}

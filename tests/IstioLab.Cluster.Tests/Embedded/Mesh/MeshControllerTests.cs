using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Mesh;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Tests.Embedded.Controllers;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace IstioLab.Cluster.Tests.Embedded.Mesh;

public sealed class MeshControllerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ProxyIdentity Sidecar(string ns, string pod) => new() { Namespace = ns, PodName = pod, Address = IPAddress.Parse("10.244.0.9") };

    private static JsonObject VirtualService(string weight) => new()
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = "VirtualService",
        ["metadata"] = new JsonObject { ["name"] = "web" },
        ["spec"] = new JsonObject
        {
            ["hosts"] = new JsonArray("web"),
            ["http"] = new JsonArray(new JsonObject { ["name"] = weight, ["route"] = new JsonArray(new JsonObject { ["destination"] = new JsonObject { ["host"] = "web" } }) }),
        },
    };

    [Fact]
    public async Task Rule_changed_reaches_every_proxy_and_says_so_in_an_event()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var mesh = new MeshController(
            harness.Api, MeshResources.Watched([Resources.VirtualServices]), MeshSettings.Default, harness.Events, harness.Time, NullLogger.Instance);
        var running = mesh.RunAsync(stop.Token);
        var (one, two) = (new Target(), new Target());
        mesh.Connect(Sidecar("x", "one"), one.Apply);
        var second = mesh.Connect(Sidecar("x", "two"), two.Apply);
        Assert.Single(one.Versions);

        await harness.CreateAsync(Resources.VirtualServices, "x", VirtualService("a"));
        await harness.UntilEventAsync("Active", "VirtualService x/web generation 1 active on 2/2 proxies after ");
        await harness.Api.ChangeAsync(Resources.VirtualServices, "x", "web", null, node =>
        {
            node["spec"] = VirtualService("b")["spec"]!.DeepClone();
            return true;
        }, WriteOptions.Internal, Token);
        await harness.UntilEventAsync("Active", "VirtualService x/web generation 2 active on 2/2 proxies after ");

        Assert.Equal(one.Versions.Order(), one.Versions);
        Assert.Equal(one.Versions.Last(), two.Versions.Last());
        mesh.Disconnect(second);
        Assert.Single(mesh.Proxies);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Rule_is_counted_for_the_proxies_that_are_connected_now()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var mesh = new MeshController(
            harness.Api, MeshResources.Watched([Resources.VirtualServices]), MeshSettings.Default, harness.Events, harness.Time, NullLogger.Instance);
        var running = mesh.RunAsync(stop.Token);
        await harness.CreateAsync(Resources.VirtualServices, "x", VirtualService("a"));
        await harness.UntilEventAsync("Active", "VirtualService x/web generation 1 is stored; no pod with a sidecar sees it yet");

        var late = mesh.Connect(Sidecar("x", "late"), new Target().Apply);
        mesh.Connect(Sidecar("x", "stale"), _ => 0);
        Assert.StartsWith("VirtualService x/web generation 1 active on 1/2 proxies after ", Assert.Single(mesh.Activations).ToString(), StringComparison.Ordinal);
        mesh.Disconnect(late);
        var left = Assert.Single(mesh.Activations);

        Assert.Equal((0, 1), (left.Active, left.Proxies));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("x", null, null, true)]
    [InlineData("y", null, null, true)]
    [InlineData("y", ".", null, false)]
    [InlineData("x", ".", null, true)]
    [InlineData("y", "y", null, true)]
    [InlineData("x", null, "istio-system/gateway", false)]
    [InlineData("x", null, "mesh", true)]
    public void Rule_concerns_the_sidecars_that_it_is_exported_to(string proxyNamespace, string? exportTo, string? gateway, bool sees)
    {
        var rule = VirtualService("a");
        rule["metadata"]!["namespace"] = "x";
        if (exportTo is not null) rule["spec"]!["exportTo"] = new JsonArray(exportTo);
        if (gateway is not null) rule["spec"]!["gateways"] = new JsonArray(gateway);

        Assert.Equal(sees, RuleVisibility.Sees(Sidecar(proxyNamespace, "p"), rule));
    }

    private sealed class Target
    {
        public ConcurrentQueue<long> Versions { get; } = new();

        public long Apply(ProxySnapshot snapshot)
        {
            Versions.Enqueue(snapshot.Version);
            return snapshot.Version;
        }
    }
}

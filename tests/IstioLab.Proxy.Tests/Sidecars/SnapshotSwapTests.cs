using System.Collections.Concurrent;
using System.Net;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class SnapshotSwapTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weight_flips_under_load_fail_no_request()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("a", "a");
        await mesh.AddPodAsync("b", "b");
        mesh.Service("a", "10.96.0.1");
        mesh.Service("b", "10.96.0.2");
        using var done = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(_ => new Load(client, "10.96.0.1", "a", done.Token)).ToArray();

        for (var flip = 0; flip < 200; flip++)
        {
            mesh.Apply(Weights(flip % 101));
            await Task.Yield();
        }
        await Wait.ForAsync(() => client.Records.Count > 500);
        await done.CancelAsync();

        await Task.WhenAll(load.Select(loop => loop.Done));
        Assert.All(load.SelectMany(loop => loop.Answers), status => Assert.Equal("200 -", status));
    }

    [Fact]
    public async Task Rollout_of_all_pods_under_load_fails_no_request()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var pods = new List<TestPod> { await mesh.AddPodAsync("server-0", "server"), await mesh.AddPodAsync("server-1", "server") };
        mesh.Service("server", "10.96.0.1");
        using var done = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(_ => new Load(client, "10.96.0.1", "server", done.Token)).ToArray();

        for (var generation = 2; generation < 22; generation++)
        {
            pods.Add(await mesh.AddPodAsync($"server-{generation}", "server"));
            var old = pods[0];
            pods.RemoveAt(0);
            mesh.Service("server", "10.96.0.1", pods: [.. pods]);
            // A pod's termination grace: every request that began before the swap has ended.
            var before = load.Select(loop => loop.Answers.Count).ToArray();
            await Wait.ForAsync(() => load.Select((loop, i) => loop.Answers.Count - before[i]).All(more => more >= 2));
            await old.DisposeAsync();
        }
        await done.CancelAsync();

        await Task.WhenAll(load.Select(loop => loop.Done));
        Assert.All(load.SelectMany(loop => loop.Answers), status => Assert.Equal("200 -", status));
    }

    [Fact]
    public async Task Pod_that_dies_without_notice_is_retried_elsewhere()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server-0", "server", sidecar: false);
        var dying = await mesh.AddPodAsync("server-1", "server", sidecar: false);
        mesh.Service("server", "10.96.0.1");
        await dying.DisposeAsync();

        for (var i = 0; i < 100; i++)
        {
            using var response = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);
            Assert.Equal(200, (int)response.StatusCode);
        }
        Assert.Contains(client.Records, record => record.Attempts > 1);
    }

    [Fact]
    public async Task Pod_whose_sidecar_ended_is_retried_elsewhere()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server-0", "server");
        var ending = await mesh.AddPodAsync("server-1", "server");
        mesh.Service("server", "10.96.0.1");
        await ending.Sidecar!.DisposeAsync();

        for (var i = 0; i < 50; i++)
            Assert.Equal("server-0", await client.Client.GetStringAsync("http://10.96.0.1/", "server", Token));
    }

    [Fact]
    public async Task Request_that_began_before_a_rollout_is_retried_on_the_new_pod()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var (arrived, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        await mesh.AddPodAsync("server-0", "server", handler: async context =>
        {
            arrived.TrySetResult();
            await told.Task;
            context.Response.StatusCode = 503;
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              http:
              - route: [{ destination: { host: server } }]
                retries: { attempts: 1, retryOn: 5xx, backoff: 1ms }
            """);

        var answer = client.Client.GetStringAsync("http://10.96.0.1/", "server", Token);
        await arrived.Task.WaitAsync(Token);
        var next = await mesh.AddPodAsync("server-1", "server");
        mesh.Service("server", "10.96.0.1", pods: next);
        Assert.Equal(1, client.Sidecar!.RequestsTo(IPAddress.Parse("10.244.0.3")));
        told.SetResult();

        Assert.Equal("server-1", await answer);
        await Wait.ForAsync(() => client.Sidecar.RequestsTo(IPAddress.Parse("10.244.0.3")) == 0);
    }

    [Fact]
    public async Task Older_snapshot_does_not_replace_a_newer_one()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var sidecar = client.Sidecar!;
        var acknowledged = new List<long>();
        sidecar.Acknowledged += (_, acknowledgement) => acknowledged.Add(acknowledgement.Version);
        var older = mesh.Compile(client);
        var newer = mesh.Compile(client);

        Assert.Equal(newer.Version, sidecar.Apply(newer));
        Assert.Equal(newer.Version, sidecar.Apply(older));
        Assert.Equal(newer.Version, sidecar.Apply(newer));

        Assert.Same(newer, sidecar.Snapshot);
        Assert.Equal([newer.Version], acknowledged);
        Assert.Equal(newer.Version, sidecar.LastAcknowledgement.Version);
    }

    private static string Weights(int a) => $"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {"{"} name: rules, namespace: shop {"}"}
        spec:
          hosts: [a]
          http:
          - route:
            - destination: {"{"} host: a {"}"}
              weight: {a}
            - destination: {"{"} host: b {"}"}
              weight: {100 - a}
        """;

    /// <summary>One request after the other.</summary>
    private sealed class Load
    {
        public Load(TestPod client, string address, string host, CancellationToken ct) => Done = RunAsync(client, address, host, ct);

        public ConcurrentQueue<string> Answers { get; } = new();

        public Task Done { get; }

        private async Task RunAsync(TestPod client, string address, string host, CancellationToken ct)
        {
            await Task.Yield();
            while (!ct.IsCancellationRequested)
            {
                using var response = await client.Client.GetAsync($"http://{address}/", host, Token);
                var reason = response.Headers.TryGetValues("x-istiolab-reason", out var reasons) ? reasons.Single() : "-";
                Answers.Enqueue($"{(int)response.StatusCode} {reason}");
            }
        }
    }
}

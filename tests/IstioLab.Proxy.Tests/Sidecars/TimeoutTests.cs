using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Proxy.Tests.Mesh;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class TimeoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_that_began_may_take_longer_than_an_attempt()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await mesh.AddPodAsync("server", "server", handler: async context =>
        {
            await context.Response.WriteAsync("begin ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await goOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("end", context.RequestAborted);
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply(Rule("retries: { attempts: 1, perTryTimeout: 2s, retryOn: 5xx }"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.96.0.1/") { Headers = { Host = "server" } };
        using var response = await client.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        time.Advance(TimeSpan.FromSeconds(3));
        goOn.SetResult();

        Assert.Equal("begin end", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Answer_that_began_is_broken_off_at_the_timeout_of_the_route()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server", "server", handler: async context =>
        {
            await context.Response.WriteAsync("begin ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply(Rule("timeout: 2s"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.96.0.1/") { Headers = { Host = "server" } };
        using var response = await client.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Token));
        await Wait.ForAsync(() => client.Records.Count == 1);
        var record = Assert.Single(client.Records);
        Assert.Equal((200, "UT", "response_timeout"), (record.ResponseCode, record.ResponseFlags, record.ResponseCodeDetails));
    }

    [Fact]
    public async Task Timeouts_count_as_errors_of_the_endpoint()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync(
            "server", "server", handler: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        mesh.Service("server", "10.96.0.1");
        mesh.Apply(Rule("timeout: 2s") + """

            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: rules, namespace: shop }
            spec:
              host: server
              trafficPolicy: { outlierDetection: { consecutiveGatewayErrors: 1, consecutive5xxErrors: 0, maxEjectionPercent: 100 } }
            """);

        var slow = client.Client.GetAsync("http://10.96.0.1/", "server", Token);
        await Wait.ForAsync(() => server.Received.Count == 1);
        time.Advance(TimeSpan.FromSeconds(3));
        using var first = await slow;
        using var second = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);

        Assert.Equal((HttpStatusCode.GatewayTimeout, HttpStatusCode.ServiceUnavailable), (first.StatusCode, second.StatusCode));
        Assert.Equal("no healthy upstream", await second.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Request_whose_client_leaves_the_queue_gives_its_place_back()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await mesh.AddPodAsync("server", "server", handler: _ => goOn.Task);
        mesh.Service("server", "10.96.0.1");
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: rules, namespace: shop }
            spec:
              host: server
              trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } }
            """);

        var first = client.Client.GetAsync("http://10.96.0.1/", "server", Token);
        await Wait.ForAsync(() => server.Received.Count == 1);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var leaving = client.Client.GetAsync("http://10.96.0.1/", "server", impatience.Token);
        await Wait.ForAsync(async () => await PendingAsync(client) == 1);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        await Wait.ForAsync(() => client.Records.Count == 1);
        Assert.Equal((0, "DC"), (client.Records.First().ResponseCode, client.Records.First().ResponseFlags));
        goOn.SetResult();
        (await first).Dispose();
    }

    private static async Task<int> PendingAsync(TestPod client)
    {
        var clusters = JsonNode.Parse(await client.Client.GetStringAsync(new Uri("http://127.0.0.1:15000/clusters"), Token))!.AsArray();
        return clusters.Sum(cluster => (int?)cluster!["connectionPool"]?["pendingRequests"] ?? 0);
    }

    private static string Rule(string policy) => $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: rules, namespace: shop }
        spec:
          hosts: [server]
          http:
          - route: [{ destination: { host: server } }]
            {{policy}}
        """;
}

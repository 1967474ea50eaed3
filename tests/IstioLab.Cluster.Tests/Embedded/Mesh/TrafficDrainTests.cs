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

public sealed class TrafficDrainTests : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly ControllerHarness _harness = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MeshController _mesh;
    private readonly TrafficDrain _drain;
    private readonly Task _running;

    public TrafficDrainTests()
    {
        _mesh = new MeshController(
            _harness.Api, MeshResources.Watched([]), MeshSettings.Default, _harness.Events, _harness.Time, NullLogger.Instance);
        _drain = new TrafficDrain(_harness.Api, _harness.Table, _harness.Slices, _harness.Tables, _mesh, _harness.Time);
        _running = Task.Run(() => _mesh.RunAsync(_stop.Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_waits_for_a_proxy_that_acknowledges_late()
    {
        var address = await StartPodAsync();
        using var gate = new ManualResetEventSlim(initialState: true);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mesh.Connect(Proxy(), snapshot =>
        {
            if (!gate.IsSet) reached.TrySetResult();
            gate.Wait(Token);
            return snapshot.Version;
        });

        gate.Reset();
        await _harness.Api.DeleteAsync(Resources.Pods, "x", "web", new DeleteRequest(), Token);
        var end = _drain.WaitAsync(address, Grace, Grace, Token);
        await reached.Task.WaitAsync(Token);
        _harness.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(end.IsCompleted);
        gate.Set();

        await PassAsync(end);
    }

    [Fact]
    public async Task End_waits_no_longer_than_the_pods_grace()
    {
        var address = await StartPodAsync();
        using var gate = new ManualResetEventSlim(initialState: true);
        _mesh.Connect(Proxy(), snapshot =>
        {
            gate.Wait(Token);
            return snapshot.Version;
        });

        gate.Reset();
        await _harness.Api.DeleteAsync(Resources.Pods, "x", "web", new DeleteRequest(), Token);
        var end = _drain.WaitAsync(address, Grace, Grace, Token);
        await PassAsync(end);
        gate.Set();
    }

    [Fact]
    public async Task End_waits_for_requests_on_their_way()
    {
        var address = await StartPodAsync();
        var requests = 1;
        _mesh.Connect(Proxy(), snapshot => snapshot.Version, asked => asked.Equals(address) ? Volatile.Read(ref requests) : 0);

        await _harness.Api.DeleteAsync(Resources.Pods, "x", "web", new DeleteRequest(), Token);
        var end = _drain.WaitAsync(address, Grace, Grace, Token);
        for (var moved = 0; moved < 20; moved++)
        {
            _harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        Assert.False(end.IsCompleted);
        Volatile.Write(ref requests, 0);

        await PassAsync(end);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _harness.DisposeAsync();
        _stop.Dispose();
    }

    private static ProxyIdentity Proxy() => new() { Namespace = "x", PodName = "client", Address = IPAddress.Parse("10.244.0.200") };

    /// <summary>Moves the clock in small steps until the pod may end.</summary>
    private async Task PassAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            _harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token));
        }

        await end;
    }

    private async Task<IPAddress> StartPodAsync()
    {
        await _harness.StartAsync();
        await _harness.CreateAsync(Resources.Services, "x", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = "web" },
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["app"] = "web" },
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80 }),
            },
        });
        await _harness.CreatePodAsync("web", "sleep");
        var pod = await _harness.UntilAsync(Resources.Pods, "web", node => node.IsReady());
        return IPAddress.Parse(pod.Text("status", "podIP"));
    }
}

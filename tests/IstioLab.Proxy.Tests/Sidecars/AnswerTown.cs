using System.Text;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Tests.Mesh;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Sidecars;

/// <summary>A mesh with one service for each way to answer, or not to.</summary>
internal sealed class AnswerTown : IAsyncDisposable
{
    private readonly Dictionary<string, TestPod> _pods = [];
    private readonly List<Task> _busy = [];
    private readonly CancellationTokenSource _closing = new();

    private AnswerTown(TestMesh mesh) => Mesh = mesh;

    public TestMesh Mesh { get; }

    public TestPod Client => Pod("client");

    public TestPod Server => Pod("server");

    public static async Task<AnswerTown> StartAsync()
    {
        var town = new AnswerTown(await TestMesh.StartAsync());
        await town.AddAsync("client", sidecar: true, null);
        await town.AddAsync("server", sidecar: true, null);
        await town.AddAsync("plain", sidecar: false, null);
        await town.AddAsync("stopped", sidecar: false, null);
        await town.AddAsync("slow", sidecar: false, context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await town.AddAsync("failing", sidecar: true, FailAsync);
        await town.AddAsync("behind", sidecar: true, null);
        await town.Pod("stopped").StopApplicationAsync();
        await town.Pod("behind").StopApplicationAsync();
        await town.AddRawAsync("closing", "");
        await town.AddRawAsync("garbage", "this is no HTTP\r\n\r\n");
        foreach (var (service, address) in new[]
        {
            ("server", "10.96.0.1"), ("plain", "10.96.0.2"), ("stopped", "10.96.0.3"), ("empty", "10.96.0.4"), ("closing", "10.96.0.5"),
            ("slow", "10.96.0.6"), ("failing", "10.96.0.7"), ("behind", "10.96.0.8"), ("garbage", "10.96.0.9"),
        })
        {
            town.Mesh.Service(service, address);
        }
        town.Mesh.Network.UseServices(new Network.ServiceTable().With("10.96.0.2:80", $"{town.Pod("plain").Address}:8080"));
        return town;
    }

    public TestPod Pod(string name) => _pods[name];

    /// <summary>Sends a request that stays on its way, and waits until it has arrived.</summary>
    public async Task OccupyAsync(AnswerCase.RequestCase wanted, CancellationToken ct)
    {
        var target = Pod(wanted.Host);
        var before = target.Received.Count;
        _busy.Add(IgnoreAsync(Client.Client.GetAsync($"http://{wanted.Ip}/", wanted.Host, CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token).Token)));
        await Wait.ForAsync(() => target.Received.Count > before);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_busy);
        _closing.Dispose();
        await Mesh.DisposeAsync();
    }

    private static async Task IgnoreAsync(Task<HttpResponseMessage> request)
    {
        try
        {
            using var response = await request;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task FailAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync("out of order", context.RequestAborted);
    }

    private async Task AddAsync(string name, bool sidecar, RequestDelegate? handler) =>
        _pods[name] = await Mesh.AddPodAsync(name, name, sidecar, handler: handler);

    /// <summary>A server that reads a request, answers with some bytes that may be none, and closes.</summary>
    private async Task AddRawAsync(string name, string answer)
    {
        var pod = _pods[name] = await Mesh.AddPodAsync(name, name, sidecar: false, port: 0);
        var listener = pod.Network.Listen(8080);
        _busy.Add(AnswerAsync(listener, Encoding.ASCII.GetBytes(answer)));
    }

    private async Task AnswerAsync(IPodListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                await using var connection = await listener.AcceptAsync(_closing.Token);
                await connection.Stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _closing.Token);
                await connection.Stream.WriteAsync(answer, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Text;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Sidecars;
using IstioLab.Proxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>A pod of the test mesh: an application that answers with its name, and a sidecar if it has one.</summary>
internal sealed class TestPod(TestMesh mesh, string name, string app, string version, IPodInterface network, int port, string? locality)
    : IAsyncDisposable, ITelemetryWriter
{
    private IAsyncDisposable? _served;
    private HttpClient? _client;

    public string Name => name;

    public string App => app;

    public string Version => version;

    public string? Locality => locality;

    public int Port => port;

    public bool IsReady { get; set; } = true;

    public IPAddress Address => network.Address;

    public IPodInterface Network => network;

    public SidecarProxy? Sidecar { get; private set; }

    public ConcurrentQueue<ExchangeRecord> Records { get; } = new();

    public ConcurrentQueue<string> AccessLog { get; } = new();

    /// <summary>Requests that the application received: request line and headers.</summary>
    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    public ProxyIdentity Identity => new()
    {
        Namespace = "shop",
        PodName = name,
        Address = network.Address,
        Labels = FrozenDictionary.ToFrozenDictionary(Labels()),
    };

    /// <summary>An HTTP client in the pod.</summary>
    public HttpClient Client => _client ??= PodClient.Of(network);

    public async Task StartAsync(bool sidecar, RequestDelegate? handler)
    {
        if (port > 0)
            _served = mesh.Server.Serve(network.Listen(port), context => AnswerAsync(context, handler));
        if (!sidecar)
            return;
        Sidecar = new SidecarProxy(new ProxyOptions
        {
            Identity = Identity,
            Pod = network,
            Server = mesh.Server,
            Resource = TelemetryResource.Of(Identity),
            Random = mesh.Random,
            Telemetry = this,
            TimeProvider = mesh.Time,
            Resolver = (name, _) => ValueTask.FromResult<IReadOnlyList<IPAddress>>(mesh.Names.GetValueOrDefault(name, [])),
            AccessLog = line => AccessLog.Enqueue(Encoding.UTF8.GetString(line)),
        });
        await Sidecar.StartAsync();
    }

    /// <summary>Stops the application; the pod stays.</summary>
    public async Task StopApplicationAsync()
    {
        if (_served is not null)
            await _served.DisposeAsync();
        _served = null;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await StopApplicationAsync();
        if (Sidecar is not null)
            await Sidecar.DisposeAsync();
        await network.DisposeAsync();
        mesh.Forget(this);
    }

    public bool TryWrite(ExchangeRecord record)
    {
        Records.Enqueue(record);
        return true;
    }

    private Dictionary<string, string> Labels()
    {
        var labels = new Dictionary<string, string> { ["app"] = app, ["version"] = version };
        if (locality is not null)
            labels["istio-locality"] = locality;
        return labels;
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate? handler)
    {
        Received.Enqueue(await ReceivedRequest.ReadAsync(context));
        if (handler is not null)
            await handler(context);
        else
            await context.Response.WriteAsync(name);
    }
}

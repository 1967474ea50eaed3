using Grpc.Core;
using Grpc.Net.Client;
using IstioLab.Cli.ResourceService;
using IstioLab.Cli.ResourceService.Wire;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Tests.ResourceService;

/// <summary>The resource service over a still cluster, and a client in the part of the dashboard.</summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    private static readonly ClusterInfo Info = new(
        "embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "kubeconfig", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private readonly ResourceHub _hub;
    private readonly GrpcChannel _channel;

    private ServedCluster(StillCluster cluster, ResourceHub hub, ResourceServiceHost host)
    {
        Cluster = cluster;
        _hub = hub;
        Host = host;
        _channel = GrpcChannel.ForAddress(host.Url);
        Client = new DashboardService.DashboardServiceClient(_channel);
    }

    public StillCluster Cluster { get; }

    public ResourceServiceHost Host { get; }

    public DashboardService.DashboardServiceClient Client { get; }

    public Metadata Key => new() { { "x-resource-service-api-key", Host.ApiKey } };

    public static async Task<ServedCluster> StartAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var cluster = new StillCluster();
        var hub = ResourceHub.Start(cluster, Info, TimeProvider.System);
        using var subscription = hub.Subscribe();
        while (hub.Find("virtualservice-nolen-apps")?.Relations.Count != 2 || hub.Find("pod-nolen-one") is null)
        {
            await subscription.Changes.WaitToReadAsync(token);
            subscription.Changes.TryRead(out _);
        }

        var commands = ResourceCommands.OfObjects(cluster, hub, TimeProvider.System);
        var host = await ResourceServiceHost.StartAsync(
            new ResourceServiceOptions("IstioLab"), hub, new ResourceLogs(cluster, hub, TimeProvider.System), commands, token);
        return new ServedCluster(cluster, hub, host);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Host.DisposeAsync();
        await _hub.DisposeAsync();
    }
}

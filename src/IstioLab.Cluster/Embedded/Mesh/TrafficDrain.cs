using System.Net;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Services;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// Holds a pod's end back until no service and no proxy chooses it any more and the requests on their way to it are answered. A real
/// cluster leaves this to a preStop hook; here a rollout fails no request by itself, however late the proxies learn of it.
/// </summary>
internal sealed class TrafficDrain(
    IObjectApi api, ServiceTable table, ControllerLoop slices, ControllerLoop tables, MeshController mesh, TimeProvider time) : ITrafficDrain
{
    // Endpoints that somebody else wrote, or of a service that publishes what is not ready, never leave.
    private static readonly TimeSpan NotLeaving = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WithoutProxy = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public async Task WaitAsync(IPAddress address, TimeSpan notice, TimeSpan requests, CancellationToken cancellationToken)
    {
        await WithinAsync(notice, token => LeftAsync(address, token), cancellationToken);
        await Task.Delay(WithoutProxy, time, cancellationToken);
        await WithinAsync(requests, token => AnsweredAsync(address, token), cancellationToken);
    }

    private async Task LeftAsync(IPAddress address, CancellationToken cancellationToken)
    {
        await slices.SettledAsync(cancellationToken);
        await tables.SettledAsync(cancellationToken);
        await WithinAsync(NotLeaving, token => table.UntilLeftAsync(address, token), cancellationToken);
        await mesh.ReachedAsync(api.LastChange([Resources.EndpointSlices]), cancellationToken);
    }

    private async Task AnsweredAsync(IPAddress address, CancellationToken cancellationToken)
    {
        while (mesh.Proxies.Any(proxy => proxy.RequestsTo(address) > 0)) await Task.Delay(Look, time, cancellationToken);
    }

    private async Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = wait(stop.Token);
        if (!waiting.IsCompleted) await Task.WhenAny(waiting, Task.Delay(limit, time, stop.Token));
        await stop.CancelAsync();
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

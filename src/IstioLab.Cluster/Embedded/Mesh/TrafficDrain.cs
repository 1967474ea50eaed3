using System.Net;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Services;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// Holds a pod's end back until no service and no proxy chooses it any more, then for the time that a request under way may take.
/// A real cluster leaves this to a preStop hook; here a rollout fails no request by itself.
/// </summary>
internal sealed class TrafficDrain(IObjectApi api, ServiceTable table, MeshController mesh, TimeProvider time) : ITrafficDrain
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(50);

    public async Task WaitAsync(IPAddress address, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = LeftAsync(address, stop.Token);
        await Task.WhenAny(left, Task.Delay(Limit, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Delay(UnderWay, time, cancellationToken);
    }

    private async Task LeftAsync(IPAddress address, CancellationToken cancellationToken)
    {
        await table.UntilLeftAsync(address, cancellationToken);
        await mesh.ReachedAsync(api.LastChange([Resources.EndpointSlices]), cancellationToken);
    }
}

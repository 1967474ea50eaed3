using System.Net.Sockets;
using IstioLab.Cluster.Embedded;
using IstioLab.Labs.Api;

namespace IstioLab.Testing;

/// <summary>Opens connections from a workload's pod; after a rollout, from the pod that took its place.</summary>
internal sealed class PodDialer(EmbeddedCluster cluster, KubeApi api, WorkloadName workload)
{
    private PodView? _pod;

    public async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            if (Volatile.Read(ref _pod) is { } known) return await cluster.DialAsync(known.Namespace, known.Name, host, port, cancellationToken);
        }
        catch (SocketException gone) when (gone.SocketErrorCode == SocketError.HostUnreachable)
        {
            // The pod was replaced, or the destination is: a look at the pods tells.
        }

        var pod = await Workloads.FindPodAsync(api, workload, cancellationToken);
        Volatile.Write(ref _pod, pod);
        return await cluster.DialAsync(pod.Namespace, pod.Name, host, port, cancellationToken);
    }
}

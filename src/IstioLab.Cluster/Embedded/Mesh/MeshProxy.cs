using System.Net;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>A proxy that is connected to the control plane.</summary>
/// <param name="identity">Which proxy it is.</param>
/// <param name="apply">Swaps to a snapshot and returns the version that is active then, which is the acknowledgement.</param>
/// <param name="requestsTo">Counts the requests that are on their way to an IP.</param>
internal sealed class MeshProxy(ProxyIdentity identity, Func<ProxySnapshot, long> apply, Func<IPAddress, int> requestsTo)
{
    private readonly Lock _gate = new();
    private ProxyIdentity _identity = identity;
    private long _sent;
    private long _acknowledged;

    public ProxyIdentity Identity
    {
        get => Volatile.Read(ref _identity);
        set => Volatile.Write(ref _identity, value);
    }

    /// <summary>The version that was sent last.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>The version that the proxy runs.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How many requests are on their way to an IP.</summary>
    public int RequestsTo(IPAddress address) => requestsTo(address);

    /// <summary>Compiles and hands over, unless the proxy has that version or a newer one.</summary>
    public void Push(SnapshotCompiler compiler, MeshState state, long version)
    {
        lock (_gate)
        {
            if (version < _sent) return;
            Volatile.Write(ref _sent, version);
            Volatile.Write(ref _acknowledged, apply(compiler.Compile(state, Identity, version)));
        }
    }

    /// <summary>Whether it is a pod's proxy, and that pod's; a WorkloadEntry may have a pod's name.</summary>
    public bool Is(ObjectKey pod) => Identity.HttpProxyPort == 0 && Identity.Namespace == pod.Namespace && Identity.PodName == pod.Name;
}

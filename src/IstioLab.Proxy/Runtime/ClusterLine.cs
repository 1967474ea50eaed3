namespace IstioLab.Proxy.Runtime;

/// <summary>All versions of one cluster, of which the newest chooses endpoints.</summary>
internal sealed class ClusterLine
{
    private ClusterRuntime? _newest;

    public ClusterRuntime Newest
    {
        get => Volatile.Read(ref _newest)!;
        set => Volatile.Write(ref _newest, value);
    }
}

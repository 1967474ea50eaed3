namespace IstioLab.Cluster.K3d;

/// <summary>One cluster as <c>k3d cluster list -o json</c> tells it.</summary>
/// <param name="Name">Name without k3d's prefix.</param>
/// <param name="ServersCount">How many server nodes it has.</param>
/// <param name="ServersRunning">How many of them run.</param>
/// <param name="CreatedBy">Value of our label on its first server, or null where the cluster is not ours.</param>
/// <param name="ApiPort">Host port of its API server, or null where none is published.</param>
internal sealed record K3dClusterEntry(string Name, int ServersCount, int ServersRunning, string? CreatedBy, int? ApiPort)
{
    /// <summary>The addresses of its container network, such as <c>172.18.0.0/16</c>; null where k3d does not tell.</summary>
    public string? NetworkPrefix { get; init; }

    public bool IsRunning => ServersCount > 0 && ServersRunning == ServersCount;
}

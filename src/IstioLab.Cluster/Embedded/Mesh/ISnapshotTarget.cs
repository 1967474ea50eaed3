using IstioLab.Config.Snapshots;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>A proxy that takes snapshots.</summary>
internal interface ISnapshotTarget
{
    /// <summary>Swaps to the snapshot and returns the version that is active then, which is the acknowledgement.</summary>
    long Apply(ProxySnapshot snapshot);
}

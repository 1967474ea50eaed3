using System.Collections.Immutable;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The clusters of one service with the endpoints of one moment; those of other moments are dropped.</summary>
internal sealed class ServiceClusters
{
    private readonly Lock gate = new();
    private readonly Dictionary<CompileCache.ClusterKey, ImmutableArray<UpstreamCluster>> entries = [];
    private EndpointTable? endpoints;

    public ImmutableArray<UpstreamCluster> Get(
        EndpointTable current, CompileCache.ClusterKey key, Func<ImmutableArray<UpstreamCluster>> create)
    {
        lock (gate)
        {
            if (!ReferenceEquals(endpoints, current))
            {
                endpoints = current;
                entries.Clear();
            }

            if (!entries.TryGetValue(key, out var found))
            {
                entries[key] = found = create();
            }

            return found;
        }
    }
}

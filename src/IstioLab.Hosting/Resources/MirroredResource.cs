namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that shows what the cluster has: its state, logs and commands come from the Kubernetes API.</summary>
public abstract class MirroredResource : Resource
{
    internal MirroredResource(string name, string mirroredName, IstioLabClusterResource cluster)
        : base(name)
    {
        MirroredName = mirroredName;
        Cluster = cluster;
    }

    /// <summary>The cluster.</summary>
    public IstioLabClusterResource Cluster { get; }

    internal string MirroredName { get; }
}

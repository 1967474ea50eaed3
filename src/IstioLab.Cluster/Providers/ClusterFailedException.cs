namespace IstioLab.Cluster.Providers;

/// <summary>A cluster could not be started, used or removed. The message says in what state it is left, and what to type.</summary>
public sealed class ClusterFailedException : Exception
{
    /// <param name="message">What failed, what became of the cluster, and what to type.</param>
    /// <param name="inner">The cause.</param>
    public ClusterFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

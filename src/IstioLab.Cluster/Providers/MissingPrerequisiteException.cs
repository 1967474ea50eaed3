namespace IstioLab.Cluster.Providers;

/// <summary>Something that a cluster needs is not there: a tool, an engine, a part of the cluster. Nothing was started or changed.</summary>
public sealed class MissingPrerequisiteException : Exception
{
    /// <param name="message">What is missing, and what to type.</param>
    /// <param name="inner">The cause.</param>
    public MissingPrerequisiteException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>What a server outside of the cluster does with a request.</summary>
internal enum OutsideBehaviour
{
    /// <summary>It answers with the request's first line.</summary>
    Answers,

    /// <summary>It closes the connection.</summary>
    Closes,

    /// <summary>It never answers.</summary>
    Silent,
}

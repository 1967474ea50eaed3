namespace IstioLab.Config.Snapshots;

/// <summary>How a cluster finds its endpoints.</summary>
public enum ClusterType
{
    /// <summary>From the list of endpoints (EDS).</summary>
    Endpoints,

    /// <summary>By resolving names, all addresses (STRICT_DNS).</summary>
    StrictDns,

    /// <summary>By resolving one name for each connection (LOGICAL_DNS).</summary>
    LogicalDns,

    /// <summary>The address that the application dialled (ORIGINAL_DST): headless services and ServiceEntries without resolution.</summary>
    OriginalDestination,

    /// <summary>By resolving the name of the request's host (DYNAMIC_DNS).</summary>
    DynamicDns,

    /// <summary><c>PassthroughCluster</c>: what the mesh does not know goes where it was going.</summary>
    Passthrough,

    /// <summary><c>BlackHoleCluster</c>: the connection is closed.</summary>
    BlackHole,
}

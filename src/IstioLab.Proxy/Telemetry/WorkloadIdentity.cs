namespace IstioLab.Proxy.Telemetry;

/// <summary>
/// One side of a request as Istio's metrics name it (https://istio.io/latest/docs/reference/config/metrics/). One instance per
/// workload of a snapshot; what is not known is <c>unknown</c>.
/// </summary>
public sealed record WorkloadIdentity
{
    /// <summary>The other side has no sidecar, or is outside the mesh.</summary>
    public static WorkloadIdentity Unknown { get; } = new();

    /// <summary>Label <c>source_workload</c> or <c>destination_workload</c>: the name of the Deployment or other owner.</summary>
    public string Workload { get; init; } = "unknown";

    /// <summary>The workload's namespace.</summary>
    public string Namespace { get; init; } = "unknown";

    /// <summary>The SPIFFE identity; <c>unknown</c> on plaintext.</summary>
    public string Principal { get; init; } = "unknown";

    /// <summary>The pod label <c>app</c>.</summary>
    public string App { get; init; } = "unknown";

    /// <summary>The pod label <c>version</c>.</summary>
    public string Version { get; init; } = "unknown";

    /// <summary>The cluster's name; Istio's is <c>Kubernetes</c>.</summary>
    public string Cluster { get; init; } = "unknown";

    /// <summary>The canonical service.</summary>
    public string CanonicalService { get; init; } = "unknown";

    /// <summary>The canonical revision; Istio's default for a known workload is <c>latest</c>.</summary>
    public string CanonicalRevision { get; init; } = "unknown";
}

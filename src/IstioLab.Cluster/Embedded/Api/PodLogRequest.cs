namespace IstioLab.Cluster.Embedded.Api;

/// <summary>What <c>pods/NAME/log</c> asks for (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod).</summary>
internal sealed record PodLogRequest
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The container, resolved by the API server (one that exists in the pod's spec).</summary>
    public required string Container { get; init; }

    /// <summary>Goes on with new lines until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The log of the previous instance.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line begins with its RFC 3339 time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only the last lines; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only lines from this moment on; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many bytes; null for no limit.</summary>
    public long? LimitBytes { get; init; }
}

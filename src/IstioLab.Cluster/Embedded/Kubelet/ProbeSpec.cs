using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>A probe with Kubernetes' defaults.</summary>
internal sealed record ProbeSpec(string Kind, JsonObject Node)
{
    /// <summary>Whether the probe goes to the application past its sidecar.</summary>
    public bool PastSidecar { get; init; }

    public TimeSpan InitialDelay => TimeSpan.FromSeconds(Node.Number("initialDelaySeconds") ?? 0);

    public TimeSpan Period => TimeSpan.FromSeconds(Math.Max(1, Node.Number("periodSeconds") ?? 10));

    public TimeSpan Timeout => TimeSpan.FromSeconds(Math.Max(1, Node.Number("timeoutSeconds") ?? 1));

    public int FailureThreshold => Math.Max(1, Node.Number("failureThreshold") ?? 3);

    public int SuccessThreshold => Math.Max(1, Node.Number("successThreshold") ?? 1);

    public static ProbeSpec? Of(JsonObject container, string kind) =>
        container[$"{kind.ToLowerInvariant()}Probe"] is JsonObject node ? new ProbeSpec(kind, node) : null;
}

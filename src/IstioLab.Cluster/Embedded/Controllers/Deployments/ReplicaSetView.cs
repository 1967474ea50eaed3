using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>A ReplicaSet of a Deployment, as its controller reads it.</summary>
internal sealed class ReplicaSetView(StoredObject stored)
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";
    public const string HistoryAnnotation = "deployment.kubernetes.io/revision-history";
    public const string DesiredAnnotation = "deployment.kubernetes.io/desired-replicas";
    public const string MaxAnnotation = "deployment.kubernetes.io/max-replicas";
    public const string HashLabel = "pod-template-hash";

    public StoredObject Stored { get; } = stored;

    public JsonObject Node { get; } = stored.ToNode();

    public string Name => Stored.Key.Name;

    public int Replicas => Node.Number("spec", "replicas") ?? 1;

    public int Running => Node.Number("status", "replicas") ?? 0;

    public int Ready => Node.Number("status", "readyReplicas") ?? 0;

    public int Available => Node.Number("status", "availableReplicas") ?? 0;

    public int Terminating => Node.Number("status", "terminatingReplicas") ?? 0;

    public bool Settled => (Node.LongNumber("status", "observedGeneration") ?? 0) >= Stored.Generation && Running == 0;

    public long Revision =>
        Stored.Annotations.TryGetValue(RevisionAnnotation, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;

    /// <summary>The template without the label that tells this ReplicaSet's pods from others'.</summary>
    public JsonObject PlainTemplate()
    {
        var template = (Node.At("spec", "template") as JsonObject ?? []).Copy();
        if (template.At("metadata", "labels") is JsonObject labels) labels.Remove(HashLabel);
        return template;
    }
}

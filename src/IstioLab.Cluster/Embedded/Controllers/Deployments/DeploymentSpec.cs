using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>A Deployment as its controller reads it.</summary>
internal sealed class DeploymentSpec
{
    public DeploymentSpec(StoredObject stored)
    {
        Stored = stored;
        Node = stored.ToNode();
        Replicas = Node.Number("spec", "replicas") ?? 1;
        Recreate = Node.Text("spec", "strategy", "type") == "Recreate";
        var rolling = Node.At("spec", "strategy", "rollingUpdate");
        MaxSurge = Recreate ? 0 : Resolve(rolling.At("maxSurge"), roundUp: true);
        MaxUnavailable = Recreate ? 0 : Math.Min(Resolve(rolling.At("maxUnavailable"), roundUp: false), Replicas);

        // A rolling update must be able to move: with neither a surplus nor a shortage allowed, one pod may be missing.
        if (!Recreate && MaxSurge == 0 && MaxUnavailable == 0) MaxUnavailable = 1;
    }

    public StoredObject Stored { get; }

    public JsonObject Node { get; }

    public ObjectKey Key => Stored.Key;

    public int Replicas { get; }

    public bool Recreate { get; }

    public int MaxSurge { get; }

    public int MaxUnavailable { get; }

    public int MinAvailable => Math.Max(0, Replicas - MaxUnavailable);

    public bool Paused => Node.Flag("spec", "paused");

    public int RevisionHistoryLimit => Node.Number("spec", "revisionHistoryLimit") ?? 10;

    public int MinReadySeconds => Node.Number("spec", "minReadySeconds") ?? 0;

    public TimeSpan ProgressDeadline => TimeSpan.FromSeconds(Node.Number("spec", "progressDeadlineSeconds") ?? 600);

    public int Collisions => Node.Number("status", "collisionCount") ?? 0;

    public JsonObject Template => Node.At("spec", "template") as JsonObject ?? [];

    public LabelSelector Selector => LabelSelector.FromNode(Node.At("spec", "selector") as JsonObject) ?? LabelSelector.Everything;

    private int Resolve(JsonNode? value, bool roundUp)
    {
        if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number) return Math.Max(0, value.Number() ?? 0);
        var text = value is null ? "25%" : value.Text();
        if (!text.EndsWith('%') || !int.TryParse(text.AsSpan(0, text.Length - 1), out var percent)) return 0;
        var share = percent * Replicas / 100m;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}

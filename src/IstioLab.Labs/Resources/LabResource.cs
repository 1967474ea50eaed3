namespace IstioLab.Labs.Resources;

/// <summary>
/// An object of the cluster as a person looks at it: what it is, how it is, and what can be done with it. Dashboards are adapters of
/// this model and know nothing of Kubernetes.
/// </summary>
public sealed record LabResource
{
    /// <summary>Identifies it: kind, namespace and name, such as <c>deployment-nolen-apps-v1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, such as <c>Deployment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What people call it. A Deployment's is the service name of its telemetry, so that both link.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The object that it shows; null for the cluster, the mesh and the lab.</summary>
    public ObjectKey? Object { get; init; }

    /// <summary>The object's uid.</summary>
    public required string Uid { get; init; }

    /// <summary>How it is, in a few words: <c>Running</c>, <c>ErrImagePull</c>, or the split of a VirtualService.</summary>
    public required string State { get; init; }

    /// <summary>How good that is.</summary>
    public required LabResourceStyle Style { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run; null for what does not run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The <see cref="Name"/> of the resource it is shown under; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether it is left out until someone asks to see everything: a part of the mesh that no lab looks at.</summary>
    public bool Hidden { get; init; }

    /// <summary>The name of a Fluent UI icon.</summary>
    public required string Icon { get; init; }

    /// <summary>Facts about it, in the order to show them.</summary>
    public IReadOnlyList<LabResourceProperty> Properties { get; init; } = [];

    /// <summary>Addresses that a browser of this machine can open.</summary>
    public IReadOnlyList<LabResourceUrl> Urls { get; init; } = [];

    /// <summary>Its edges to others.</summary>
    public IReadOnlyList<LabResourceRelation> Relations { get; init; } = [];

    /// <summary>Its health; empty for what has none.</summary>
    public IReadOnlyList<LabResourceHealth> Health { get; init; } = [];

    /// <summary>The containers whose output it shows; empty for what writes none.</summary>
    public IReadOnlyList<LabLogSource> Logs { get; init; } = [];

    /// <summary>What can be done with it.</summary>
    public IReadOnlyList<LabCommand> Commands { get; init; } = [];
}

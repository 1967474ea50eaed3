namespace IstioLab.Labs.Definitions;

/// <summary>One step of a lab: what is applied, and what it must show.</summary>
public sealed record LabStep
{
    /// <summary>The number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The name, unique in the lab.</summary>
    public required string Name { get; init; }

    /// <summary>One line about what is done.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What the learner sees, and why.</summary>
    public required LocalizedText Shows { get; init; }

    /// <summary>Files that are applied as they are, relative to the lab's folder.</summary>
    public IReadOnlyList<string> Apply { get; init; } = [];

    /// <summary>Files that are applied with sidecars in their pod templates, as <c>kube-inject</c> does it.</summary>
    public IReadOnlyList<string> Inject { get; init; } = [];

    /// <summary>The requests; null for none.</summary>
    public LabTraffic? Traffic { get; init; }

    /// <summary>What must be observed.</summary>
    public required LabExpectation Expect { get; init; }
}

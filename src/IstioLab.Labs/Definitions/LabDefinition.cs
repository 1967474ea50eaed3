using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Definitions;

/// <summary>A lab: the contents of one folder with a <c>lab.yaml</c>.</summary>
public sealed record LabDefinition
{
    /// <summary>The name, which is the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The folder's path.</summary>
    public required string Folder { get; init; }

    /// <summary>One line.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>A paragraph.</summary>
    public required LocalizedText About { get; init; }

    /// <summary>What the lab must know of the cluster that it is applied to.</summary>
    public LabTarget Target { get; init; } = LabTarget.Embedded;

    /// <summary>The namespace that the lab lives in, and that a reset deletes.</summary>
    public required string Namespace { get; init; }

    /// <summary>Which workload an answer came from, by the first line of its body; a key that ends with <c>*</c> takes every line that begins so.</summary>
    public required IReadOnlyDictionary<string, string> Answers { get; init; }

    /// <summary>The steps in order; at least one.</summary>
    public required IReadOnlyList<LabStep> Steps { get; init; }

    /// <summary>The workload that answers with a line; null when no workload of the lab does.</summary>
    public string? WorkloadOf(string firstLine) =>
        Answers.GetValueOrDefault(firstLine)
        ?? Answers.FirstOrDefault(answer => answer.Key.EndsWith('*') && firstLine.StartsWith(answer.Key[..^1], StringComparison.Ordinal)).Value;

    /// <summary>The absolute path of one of the lab's files.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);
}

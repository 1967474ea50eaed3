using IstioLab.Config.Validation;

namespace IstioLab.Cli.Input;

/// <summary>What <c>validate</c> says to one object, or to a part of a file that is no object.</summary>
internal sealed record ObjectVerdict
{
    /// <summary>File and line.</summary>
    public required string Source { get; init; }

    /// <summary>The kind; empty when it is no object.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The namespace; empty for cluster-wide kinds.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What rejects it.</summary>
    public IReadOnlyList<ValidationFinding> Errors { get; init; } = [];

    /// <summary>What does not.</summary>
    public IReadOnlyList<ValidationFinding> Warnings { get; init; } = [];

    /// <summary>The line of each field that a finding names.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();
}

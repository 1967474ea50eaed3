using System.Collections.Immutable;

namespace IstioLab.Labs.Definitions;

/// <summary>What must be observed after a step.</summary>
/// <param name="Ready">What <c>kubectl get pods</c> shows under READY for every pod of the lab, such as <c>2/2</c>; null when it does not matter.</param>
/// <param name="Split">The answers' shares in percent by workload, together 100; empty when it does not matter.</param>
/// <param name="Flags">
/// Envoy's response flags that the client's access log may show, such as <c>NR</c>; a flag that is not listed is a problem.
/// </param>
public sealed record LabExpectation(string? Ready, IReadOnlyDictionary<string, int> Split, IReadOnlyList<string> Flags)
{
    /// <summary>The answers' shares in percent by HTTP status; null for a status that some answers have, at least one. Empty when it does not matter.</summary>
    public IReadOnlyDictionary<int, int?> Status { get; init; } = ImmutableDictionary<int, int?>.Empty;

    /// <summary>The shortest time that any answer takes; null for no bound.</summary>
    public TimeSpan? Least { get; init; }

    /// <summary>The longest time that any answer takes; null for no bound.</summary>
    public TimeSpan? Most { get; init; }

    /// <summary>Headers that every answer has, with their values; <c>*</c> takes any value.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Texts that the body of every answer holds.</summary>
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Texts that the body of no answer holds.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    /// <summary>The copies of the requests that another workload gets; null when it does not matter.</summary>
    public LabCopies? Copies { get; init; }

    /// <summary>Whether the answers must be kept as a whole.</summary>
    internal bool NeedsBodies => Headers.Count + Body.Count + Lacks.Count > 0;
}
